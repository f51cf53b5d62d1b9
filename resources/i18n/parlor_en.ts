<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="en_US" sourcelanguage="en_US">
<context>
    <name>AccountRail</name>
    <message numerus="yes">
        <source>%1, %n unread room(s)</source>
        <translation>
            <numerusform>%1, %n unread room</numerusform>
            <numerusform>%1, %n unread rooms</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>Composer</name>
    <message numerus="yes">
        <source>%n character(s) too many. Shorten the message, or send it in parts.</source>
        <translation>
            <numerusform>%n character too many. Shorten the message, or send it in parts.</numerusform>
            <numerusform>%n characters too many. Shorten the message, or send it in parts.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>FindRoomsDialog</name>
    <message numerus="yes">
        <source>%n member(s) · %1</source>
        <translation>
            <numerusform>%n member · %1</numerusform>
            <numerusform>%n members · %1</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n member(s)</source>
        <translation>
            <numerusform>%n member</numerusform>
            <numerusform>%n members</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>MembersPane</name>
    <message numerus="yes">
        <source>%n person(s) added.</source>
        <translation>
            <numerusform>%n person added.</numerusform>
            <numerusform>%n people added.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Add %n people</source>
        <translation>
            <numerusform>Add %n person</numerusform>
            <numerusform>Add %n people</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>NewestPill</name>
    <message numerus="yes">
        <source>%n new message(s)</source>
        <translation>
            <numerusform>%n new message</numerusform>
            <numerusform>%n new messages</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>ReactionRow</name>
    <message numerus="yes">
        <source>%1, %n reaction(s): %2</source>
        <translation>
            <numerusform>%1, %n reaction: %2</numerusform>
            <numerusform>%1, %n reactions: %2</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>ReceiptsDialog</name>
    <message numerus="yes">
        <source>and %n more</source>
        <translation>
            <numerusform>and %n more</numerusform>
            <numerusform>and %n more</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>RoomHeader</name>
    <message numerus="yes">
        <source>%n member(s)</source>
        <translation>
            <numerusform>%n member</numerusform>
            <numerusform>%n members</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>RoomHeading</name>
    <message numerus="yes">
        <source>%n unread</source>
        <translation>
            <numerusform>%n unread</numerusform>
            <numerusform>%n unread</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n mention(s)</source>
        <translation>
            <numerusform>%n mention</numerusform>
            <numerusform>%n mentions</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>RoomRow</name>
    <message numerus="yes">
        <source>%n unread</source>
        <translation>
            <numerusform>%n unread</numerusform>
            <numerusform>%n unread</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n mention(s)</source>
        <translation>
            <numerusform>%n mention</numerusform>
            <numerusform>%n mentions</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n not sent</source>
        <translation>
            <numerusform>%n not sent</numerusform>
            <numerusform>%n not sent</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>Switcher</name>
    <message numerus="yes">
        <source>%n unread</source>
        <translation>
            <numerusform>%n unread</numerusform>
            <numerusform>%n unread</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>ThreadPane</name>
    <message numerus="yes">
        <source>%n repl(y/ies)</source>
        <translation>
            <numerusform>%n reply</numerusform>
            <numerusform>%n replies</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>ThreadSummary</name>
    <message numerus="yes">
        <source>%n repl(y/ies), %1</source>
        <translation>
            <numerusform>%n reply, %1</numerusform>
            <numerusform>%n replies, %1</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n repl(y/ies)</source>
        <translation>
            <numerusform>%n reply</numerusform>
            <numerusform>%n replies</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>Words</name>
    <message numerus="yes">
        <source>Too many attempts. Try again in %n second(s).</source>
        <translation>
            <numerusform>Too many attempts. Try again in %n second.</numerusform>
            <numerusform>Too many attempts. Try again in %n seconds.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>parlor::Bubbles</name>
    <message numerus="yes">
        <source>%n messages from %1</source>
        <translation>
            <numerusform>%n message from %1</numerusform>
            <numerusform>%n messages from %1</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n messages in %1</source>
        <translation>
            <numerusform>%n message in %1</numerusform>
            <numerusform>%n messages in %1</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n new message(s)</source>
        <translation>
            <numerusform>%n new message</numerusform>
            <numerusform>%n new messages</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>In %1 and %n other room(s)</source>
        <translation>
            <numerusform>In %1 and %n other room</numerusform>
            <numerusform>In %1 and %n other rooms</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>parlor::MessageListModel</name>
    <message numerus="yes">
        <source>%1 and %n more</source>
        <translation>
            <numerusform>%1 and %n more</numerusform>
            <numerusform>%1 and %n more</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>parlor::RoomActs</name>
    <message numerus="yes">
        <source>%n message(s) of yours not sent yet will be discarded.</source>
        <translation>
            <numerusform>%n message of yours not sent yet will be discarded.</numerusform>
            <numerusform>%n messages of yours not sent yet will be discarded.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>All %n member(s) lose the room and everything written in it, for good. Nobody can bring it back.</source>
        <translation>
            <numerusform>%n member loses the room and everything written in it, for good. Nobody can bring it back.</numerusform>
            <numerusform>All %n members lose the room and everything written in it, for good. Nobody can bring it back.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>parlor::SignInForm</name>
    <message numerus="yes">
        <source>Use at least %n characters.</source>
        <translation>
            <numerusform>Use at least %n character.</numerusform>
            <numerusform>Use at least %n characters.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>parlor::SystemTray</name>
    <message numerus="yes">
        <source>Parlor, %n unread</source>
        <translation>
            <numerusform>Parlor, %n unread</numerusform>
            <numerusform>Parlor, %n unread</numerusform>
        </translation>
    </message>
</context>
</TS>
