<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="de_DE" sourcelanguage="en_US">
<context>
    <name>AccountRail</name>
    <message>
        <source>Accounts</source>
        <translation>Konten</translation>
    </message>
    <message>
        <source>%1, signed out</source>
        <translation>%1, abgemeldet</translation>
    </message>
    <message numerus="yes">
        <source>%1, %n unread room(s)</source>
        <translation>
            <numerusform>%1, ein ungelesener Raum</numerusform>
            <numerusform>%1, %n ungelesene Räume</numerusform>
        </translation>
    </message>
    <message>
        <source>Add an account</source>
        <translation>Konto hinzufügen</translation>
    </message>
    <message>
        <source>Settings</source>
        <translation>Einstellungen</translation>
    </message>
    <message>
        <source>Ctrl ,</source>
        <translation>Strg ,</translation>
    </message>
    <message>
        <source>%1, connected</source>
        <translation>%1, verbunden</translation>
    </message>
    <message>
        <source>%1, not connected</source>
        <translation>%1, nicht verbunden</translation>
    </message>
</context>
<context>
    <name>CodeButtons</name>
    <message>
        <source>Copied</source>
        <translation>Kopiert</translation>
    </message>
    <message>
        <source>Copy the code</source>
        <translation>Code kopieren</translation>
    </message>
</context>
<context>
    <name>CommandLine</name>
    <message>
        <source>Parlor, team chat.</source>
        <translation>Parlor, Team-Chat.</translation>
    </message>
    <message>
        <source>Use the accounts and settings kept under &lt;name&gt;.</source>
        <translation>Die Konten und Einstellungen verwenden, die unter &lt;name&gt; liegen.</translation>
    </message>
    <message>
        <source>Offer &lt;url&gt; on the sign-in page.</source>
        <translation>&lt;url&gt; auf der Anmeldeseite anbieten.</translation>
    </message>
    <message>
        <source>Start in the tray, or as a minimised window where there is none.</source>
        <translation>Im Infobereich starten, oder als minimiertes Fenster, wo es keinen gibt.</translation>
    </message>
    <message>
        <source>Show a conversation without any server.</source>
        <translation>Ein Gespräch ganz ohne Server zeigen.</translation>
    </message>
    <message>
        <source>Save a picture of the demo to &lt;file&gt; and quit.</source>
        <translation>Ein Bild der Demo in &lt;file&gt; speichern und beenden.</translation>
    </message>
    <message>
        <source>What the picture shows: %1.</source>
        <translation>Was das Bild zeigt: %1.</translation>
    </message>
    <message>
        <source>Size of the picture, &lt;width&gt;x&lt;height&gt;.</source>
        <translation>Größe des Bildes, &lt;Breite&gt;x&lt;Höhe&gt;.</translation>
    </message>
    <message>
        <source>light, dark or system.</source>
        <translation>light (hell), dark (dunkel) oder system.</translation>
    </message>
    <message>
        <source>Language of the interface, such as de; the system&apos;s unless told.</source>
        <translation>Sprache der Oberfläche, etwa de; ohne Angabe die des Systems.</translation>
    </message>
    <message>
        <source>A parlor:// address of a room or message to open; a Parlor that is open already does.</source>
        <translation>Eine parlor://-Adresse eines Raums oder einer Nachricht zum Öffnen; ein schon offenes Parlor übernimmt das.</translation>
    </message>
</context>
<context>
    <name>CompletionList</name>
    <message>
        <source>Suggestions</source>
        <translation>Vorschläge</translation>
    </message>
    <message>
        <source>%1, %2</source>
        <translation>%1, %2</translation>
    </message>
</context>
<context>
    <name>Composer</name>
    <message>
        <source>Write a message</source>
        <translation>Nachricht schreiben</translation>
    </message>
    <message numerus="yes">
        <source>%n character(s) too many. Shorten the message, or send it in parts.</source>
        <translation>
            <numerusform>Ein Zeichen zu viel. Kürze die Nachricht oder sende sie in Teilen.</numerusform>
            <numerusform>%n Zeichen zu viel. Kürze die Nachricht oder sende sie in Teilen.</numerusform>
        </translation>
    </message>
    <message>
        <source>Delete this message?</source>
        <translation>Diese Nachricht löschen?</translation>
    </message>
    <message>
        <source>Nothing is left of it. It will be deleted for everybody in the room.</source>
        <translation>Es ist nichts von ihr übrig. Sie wird für alle im Raum gelöscht.</translation>
    </message>
    <message>
        <source>Keep it</source>
        <translation>Behalten</translation>
    </message>
    <message>
        <source>Delete</source>
        <translation>Löschen</translation>
    </message>
</context>
<context>
    <name>ComposerBar</name>
    <message>
        <source>Leave the message as it was</source>
        <translation>Nachricht lassen, wie sie war</translation>
    </message>
    <message>
        <source>Do not answer it</source>
        <translation>Nicht darauf antworten</translation>
    </message>
    <message>
        <source>Esc</source>
        <translation>Esc</translation>
    </message>
</context>
<context>
    <name>ComposerButtons</name>
    <message>
        <source>Emoji</source>
        <translation>Emoji</translation>
    </message>
    <message>
        <source>Call somebody</source>
        <translation>Jemanden erwähnen</translation>
    </message>
    <message>
        <source>Code</source>
        <translation>Code</translation>
    </message>
    <message>
        <source>Ctrl Shift C</source>
        <translation>Strg Umschalt C</translation>
    </message>
    <message>
        <source>%1 of %2 characters</source>
        <translation>%1 von %2 Zeichen</translation>
    </message>
    <message>
        <source>Esc leaves it as it was</source>
        <translation>Esc lässt sie, wie sie war</translation>
    </message>
    <message>
        <source>Shift Enter for a new line</source>
        <translation>Umschalt Eingabe für eine neue Zeile</translation>
    </message>
    <message>
        <source>Ctrl Enter sends</source>
        <translation>Strg Eingabe sendet</translation>
    </message>
    <message>
        <source>Save</source>
        <translation>Speichern</translation>
    </message>
    <message>
        <source>Send</source>
        <translation>Senden</translation>
    </message>
    <message>
        <source>Enter</source>
        <translation>Eingabe</translation>
    </message>
    <message>
        <source>Ctrl Enter</source>
        <translation>Strg Eingabe</translation>
    </message>
</context>
<context>
    <name>ConfirmDialog</name>
    <message>
        <source>OK</source>
        <translation>OK</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>Abbrechen</translation>
    </message>
    <message>
        <source>Type “%1” to confirm</source>
        <translation>Zum Bestätigen „%1“ eingeben</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>Schließen</translation>
    </message>
</context>
<context>
    <name>ConnectionNotice</name>
    <message>
        <source>Sign in again</source>
        <translation>Erneut anmelden</translation>
    </message>
    <message>
        <source>Retry now</source>
        <translation>Jetzt erneut versuchen</translation>
    </message>
</context>
<context>
    <name>CreateRoomDialog</name>
    <message>
        <source>Give the room a name.</source>
        <translation>Gib dem Raum einen Namen.</translation>
    </message>
    <message>
        <source>New room</source>
        <translation>Neuer Raum</translation>
    </message>
    <message>
        <source>Name</source>
        <translation>Name</translation>
    </message>
    <message>
        <source>for example: garden</source>
        <translation>zum Beispiel: Garten</translation>
    </message>
    <message>
        <source>1 to 80 characters, of any kind: letters, spaces, emoji.</source>
        <translation>1 bis 80 beliebige Zeichen: Buchstaben, Leerzeichen, Emojis.</translation>
    </message>
    <message>
        <source>Topic</source>
        <translation>Thema</translation>
    </message>
    <message>
        <source>What it is about. You may leave it empty.</source>
        <translation>Worum es geht. Darf leer bleiben.</translation>
    </message>
    <message>
        <source>People</source>
        <translation>Personen</translation>
    </message>
    <message>
        <source>They are in the room at once. You can add more later.</source>
        <translation>Sie sind sofort im Raum. Weitere kannst du später hinzufügen.</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>Abbrechen</translation>
    </message>
    <message>
        <source>Making the room…</source>
        <translation>Raum wird angelegt…</translation>
    </message>
    <message>
        <source>Make the room</source>
        <translation>Raum anlegen</translation>
    </message>
</context>
<context>
    <name>DateDialog</name>
    <message>
        <source>Go to a day</source>
        <translation>Zu einem Tag gehen</translation>
    </message>
    <message>
        <source>The month before</source>
        <translation>Der Monat davor</translation>
    </message>
    <message>
        <source>The month after</source>
        <translation>Der Monat danach</translation>
    </message>
</context>
<context>
    <name>DayLine</name>
    <message>
        <source>Go to a day</source>
        <translation>Zu einem Tag gehen</translation>
    </message>
    <message>
        <source>New messages</source>
        <translation>Neue Nachrichten</translation>
    </message>
    <message>
        <source>New</source>
        <translation>Neu</translation>
    </message>
</context>
<context>
    <name>DeliveryMark</name>
    <message>
        <source>Waiting to be sent</source>
        <translation>Wartet auf das Senden</translation>
    </message>
    <message>
        <source>Sent</source>
        <translation>Gesendet</translation>
    </message>
    <message>
        <source>Delivered</source>
        <translation>Zugestellt</translation>
    </message>
    <message>
        <source>Seen</source>
        <translation>Gesehen</translation>
    </message>
</context>
<context>
    <name>DevicesList</name>
    <message>
        <source>Try again</source>
        <translation>Erneut versuchen</translation>
    </message>
    <message>
        <source>Signing out…</source>
        <translation>Wird abgemeldet…</translation>
    </message>
    <message>
        <source>Sign out</source>
        <translation>Abmelden</translation>
    </message>
    <message>
        <source>Sign out %1</source>
        <translation>%1 abmelden</translation>
    </message>
    <message>
        <source>Sign out all other devices</source>
        <translation>Alle anderen Geräte abmelden</translation>
    </message>
</context>
<context>
    <name>Dialog</name>
    <message>
        <source>Back</source>
        <translation>Zurück</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>Schließen</translation>
    </message>
</context>
<context>
    <name>EmojiPicker</name>
    <message>
        <source>Choose an emoji</source>
        <translation>Emoji auswählen</translation>
    </message>
    <message>
        <source>Find an emoji</source>
        <translation>Emoji suchen</translation>
    </message>
    <message>
        <source>Groups of emoji</source>
        <translation>Emoji-Gruppen</translation>
    </message>
    <message>
        <source>Found</source>
        <translation>Gefunden</translation>
    </message>
    <message>
        <source>No emoji has that name.</source>
        <translation>Kein Emoji heißt so.</translation>
    </message>
    <message>
        <source>Skin tone</source>
        <translation>Hautton</translation>
    </message>
</context>
<context>
    <name>EmptyRoom</name>
    <message>
        <source>Nobody has written here yet</source>
        <translation>Noch hat hier niemand geschrieben</translation>
    </message>
    <message>
        <source>Write the first message, or add somebody to talk to.</source>
        <translation>Schreib die erste Nachricht, oder füge jemanden zum Reden hinzu.</translation>
    </message>
    <message>
        <source>Write the first message. Everyone who joins can read it.</source>
        <translation>Schreib die erste Nachricht. Alle, die beitreten, können sie lesen.</translation>
    </message>
    <message>
        <source>Add somebody</source>
        <translation>Jemanden hinzufügen</translation>
    </message>
</context>
<context>
    <name>FilterChip</name>
    <message>
        <source>%1, remove this filter</source>
        <translation>%1, diesen Filter entfernen</translation>
    </message>
</context>
<context>
    <name>FindRoomsDialog</name>
    <message>
        <source>Find rooms</source>
        <translation>Räume finden</translation>
    </message>
    <message>
        <source>Name of a room</source>
        <translation>Name eines Raums</translation>
    </message>
    <message>
        <source>Try again</source>
        <translation>Erneut versuchen</translation>
    </message>
    <message>
        <source>Public rooms</source>
        <translation>Öffentliche Räume</translation>
    </message>
    <message>
        <source>%1, joined</source>
        <translation>%1, beigetreten</translation>
    </message>
    <message numerus="yes">
        <source>%n member(s) · %1</source>
        <translation>
            <numerusform>%n Mitglied · %1</numerusform>
            <numerusform>%n Mitglieder · %1</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n member(s)</source>
        <translation>
            <numerusform>%n Mitglied</numerusform>
            <numerusform>%n Mitglieder</numerusform>
        </translation>
    </message>
    <message>
        <source>Joining…</source>
        <translation>Beitritt läuft…</translation>
    </message>
    <message>
        <source>Open</source>
        <translation>Öffnen</translation>
    </message>
    <message>
        <source>Join</source>
        <translation>Beitreten</translation>
    </message>
    <message>
        <source>No public room is called that</source>
        <translation>Kein öffentlicher Raum heißt so</translation>
    </message>
    <message>
        <source>There is no public room yet</source>
        <translation>Es gibt noch keinen öffentlichen Raum</translation>
    </message>
    <message>
        <source>You can make the first one.</source>
        <translation>Du kannst den ersten anlegen.</translation>
    </message>
    <message>
        <source>New room</source>
        <translation>Neuer Raum</translation>
    </message>
</context>
<context>
    <name>JumpNote</name>
    <message>
        <source>Fetching the message…</source>
        <translation>Die Nachricht wird geholt…</translation>
    </message>
</context>
<context>
    <name>KeySheet</name>
    <message>
        <source>Ctrl K</source>
        <translation>Strg K</translation>
    </message>
    <message>
        <source>Alt Up, Alt Down</source>
        <translation>Alt Pfeil auf, Alt Pfeil ab</translation>
    </message>
    <message>
        <source>The room above, below</source>
        <translation>Der Raum darüber, darunter</translation>
    </message>
    <message>
        <source>Alt Shift Up, Alt Shift Down</source>
        <translation>Alt Umschalt Pfeil auf, Alt Umschalt Pfeil ab</translation>
    </message>
    <message>
        <source>The unread room above, below</source>
        <translation>Der ungelesene Raum darüber, darunter</translation>
    </message>
    <message>
        <source>Ctrl N</source>
        <translation>Strg N</translation>
    </message>
    <message>
        <source>New room</source>
        <translation>Neuer Raum</translation>
    </message>
    <message>
        <source>Ctrl 1 to 9</source>
        <translation>Strg 1 bis 9</translation>
    </message>
    <message>
        <source>Account</source>
        <translation>Konto</translation>
    </message>
    <message>
        <source>Enter</source>
        <translation>Eingabe</translation>
    </message>
    <message>
        <source>Send</source>
        <translation>Senden</translation>
    </message>
    <message>
        <source>Shift Enter</source>
        <translation>Umschalt Eingabe</translation>
    </message>
    <message>
        <source>New line</source>
        <translation>Neue Zeile</translation>
    </message>
    <message>
        <source>Up</source>
        <translation>Pfeil auf</translation>
    </message>
    <message>
        <source>Edit your last message, while nothing is written</source>
        <translation>Deine letzte Nachricht bearbeiten, solange nichts geschrieben ist</translation>
    </message>
    <message>
        <source>Ctrl B, Ctrl I</source>
        <translation>Strg B, Strg I</translation>
    </message>
    <message>
        <source>Bold, italic</source>
        <translation>Fett, kursiv</translation>
    </message>
    <message>
        <source>Ctrl Shift C</source>
        <translation>Strg Umschalt C</translation>
    </message>
    <message>
        <source>Code</source>
        <translation>Code</translation>
    </message>
    <message>
        <source>@, :</source>
        <translation>@, :</translation>
    </message>
    <message>
        <source>Call somebody, find an emoji</source>
        <translation>Jemanden erwähnen, Emoji suchen</translation>
    </message>
    <message>
        <source>Esc</source>
        <translation>Esc</translation>
    </message>
    <message>
        <source>Mark as read, close what is open</source>
        <translation>Als gelesen markieren, Offenes schließen</translation>
    </message>
    <message>
        <source>Ctrl ,</source>
        <translation>Strg ,</translation>
    </message>
    <message>
        <source>Settings</source>
        <translation>Einstellungen</translation>
    </message>
    <message>
        <source>Ctrl /</source>
        <translation>Strg /</translation>
    </message>
    <message>
        <source>These keys</source>
        <translation>Diese Tasten</translation>
    </message>
    <message>
        <source>Ctrl Q</source>
        <translation>Strg Q</translation>
    </message>
    <message>
        <source>Quit Parlor</source>
        <translation>Parlor beenden</translation>
    </message>
    <message>
        <source>Rooms</source>
        <translation>Räume</translation>
    </message>
    <message>
        <source>Jump to a room or somebody, or search</source>
        <translation>Zu einem Raum oder jemandem springen, oder suchen</translation>
    </message>
    <message>
        <source>Search</source>
        <translation>Suche</translation>
    </message>
    <message>
        <source>Ctrl F</source>
        <translation>Strg F</translation>
    </message>
    <message>
        <source>Search in this room</source>
        <translation>In diesem Raum suchen</translation>
    </message>
    <message>
        <source>Ctrl Shift F</source>
        <translation>Strg Umschalt F</translation>
    </message>
    <message>
        <source>Search in all rooms</source>
        <translation>In allen Räumen suchen</translation>
    </message>
    <message>
        <source>Writing</source>
        <translation>Schreiben</translation>
    </message>
    <message>
        <source>Messages</source>
        <translation>Nachrichten</translation>
    </message>
    <message>
        <source>Shift Tab</source>
        <translation>Umschalt Tab</translation>
    </message>
    <message>
        <source>To the messages, from where you write</source>
        <translation>Vom Schreiben zu den Nachrichten</translation>
    </message>
    <message>
        <source>Up, Down</source>
        <translation>Pfeil auf, Pfeil ab</translation>
    </message>
    <message>
        <source>The message above, below</source>
        <translation>Die Nachricht darüber, darunter</translation>
    </message>
    <message>
        <source>Its thread</source>
        <translation>Ihr Thread</translation>
    </message>
    <message>
        <source>Reply</source>
        <translation>Antworten</translation>
    </message>
    <message>
        <source>Edit</source>
        <translation>Bearbeiten</translation>
    </message>
    <message>
        <source>React</source>
        <translation>Reagieren</translation>
    </message>
    <message>
        <source>Pin or unpin</source>
        <translation>Anheften oder nicht mehr anheften</translation>
    </message>
    <message>
        <source>Mark as unread from here</source>
        <translation>Ab hier als ungelesen markieren</translation>
    </message>
    <message>
        <source>Space</source>
        <translation>Leertaste</translation>
    </message>
    <message>
        <source>Show all of a long message, or less</source>
        <translation>Eine lange Nachricht ganz zeigen, oder weniger</translation>
    </message>
    <message>
        <source>Del</source>
        <translation>Entf</translation>
    </message>
    <message>
        <source>Delete</source>
        <translation>Löschen</translation>
    </message>
    <message>
        <source>Menu, Shift F10</source>
        <translation>Menü, Umschalt F10</translation>
    </message>
    <message>
        <source>Everything else</source>
        <translation>Alles andere</translation>
    </message>
    <message>
        <source>End</source>
        <translation>Ende</translation>
    </message>
    <message>
        <source>To the newest</source>
        <translation>Zur neuesten</translation>
    </message>
    <message>
        <source>Parlor</source>
        <translation>Parlor</translation>
    </message>
</context>
<context>
    <name>KeysDialog</name>
    <message>
        <source>Keys</source>
        <translation>Tasten</translation>
    </message>
</context>
<context>
    <name>LostRoomNotice</name>
    <message>
        <source>You are no longer in “%1”</source>
        <translation>Du bist nicht mehr in „%1“</translation>
    </message>
    <message>
        <source>The room was deleted, or somebody removed you from it.</source>
        <translation>Der Raum wurde gelöscht, oder jemand hat dich daraus entfernt.</translation>
    </message>
    <message>
        <source>The room was deleted, or somebody removed you from it. What you were writing is kept here until you open another room.</source>
        <translation>Der Raum wurde gelöscht, oder jemand hat dich daraus entfernt. Was du gerade geschrieben hast, bleibt hier, bis du einen anderen Raum öffnest.</translation>
    </message>
    <message>
        <source>To the rooms</source>
        <translation>Zu den Räumen</translation>
    </message>
    <message>
        <source>Copied</source>
        <translation>Kopiert</translation>
    </message>
    <message>
        <source>Copy what you wrote</source>
        <translation>Geschriebenes kopieren</translation>
    </message>
</context>
<context>
    <name>Main</name>
    <message>
        <source>Parlor</source>
        <translation>Parlor</translation>
    </message>
</context>
<context>
    <name>MemberMenu</name>
    <message>
        <source>Profile</source>
        <translation>Profil</translation>
    </message>
    <message>
        <source>Message</source>
        <translation>Nachricht schreiben</translation>
    </message>
    <message>
        <source>Notes to yourself</source>
        <translation>Notizen an dich</translation>
    </message>
    <message>
        <source>Mention</source>
        <translation>Erwähnen</translation>
    </message>
    <message>
        <source>Make owner…</source>
        <translation>Zum Eigentümer machen…</translation>
    </message>
    <message>
        <source>Make moderator…</source>
        <translation>Zum Moderator machen…</translation>
    </message>
    <message>
        <source>Make plain member…</source>
        <translation>Zum einfachen Mitglied machen…</translation>
    </message>
    <message>
        <source>Remove from the room…</source>
        <translation>Aus dem Raum entfernen…</translation>
    </message>
    <message>
        <source>Ban from the room…</source>
        <translation>Im Raum sperren…</translation>
    </message>
</context>
<context>
    <name>MemberRow</name>
    <message>
        <source>%1 (you)</source>
        <translation>%1 (du)</translation>
    </message>
    <message>
        <source>online</source>
        <translation>online</translation>
    </message>
    <message>
        <source>away</source>
        <translation>abwesend</translation>
    </message>
    <message>
        <source>do not disturb</source>
        <translation>nicht stören</translation>
    </message>
    <message>
        <source>offline</source>
        <translation>offline</translation>
    </message>
    <message>
        <source>More about %1</source>
        <translation>Mehr zu %1</translation>
    </message>
</context>
<context>
    <name>MembersPane</name>
    <message>
        <source>Members</source>
        <translation>Mitglieder</translation>
    </message>
    <message numerus="yes">
        <source>%n person(s) added.</source>
        <translation>
            <numerusform>Eine Person hinzugefügt.</numerusform>
            <numerusform>%n Personen hinzugefügt.</numerusform>
        </translation>
    </message>
    <message>
        <source>Who is shown</source>
        <translation>Wer gezeigt wird</translation>
    </message>
    <message>
        <source>Banned</source>
        <translation>Gesperrt</translation>
    </message>
    <message>
        <source>Find a member</source>
        <translation>Mitglied suchen</translation>
    </message>
    <message>
        <source>Add</source>
        <translation>Hinzufügen</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>Abbrechen</translation>
    </message>
    <message>
        <source>Adding…</source>
        <translation>Wird hinzugefügt…</translation>
    </message>
    <message numerus="yes">
        <source>Add %n people</source>
        <translation>
            <numerusform>%n Person hinzufügen</numerusform>
            <numerusform>%n Personen hinzufügen</numerusform>
        </translation>
    </message>
    <message>
        <source>Add to the room</source>
        <translation>Zum Raum hinzufügen</translation>
    </message>
    <message>
        <source>Only owners and moderators add people here.</source>
        <translation>Nur Eigentümer und Moderatoren fügen hier Personen hinzu.</translation>
    </message>
    <message>
        <source>Try again</source>
        <translation>Erneut versuchen</translation>
    </message>
    <message>
        <source>Here now</source>
        <translation>Jetzt da</translation>
    </message>
    <message>
        <source>Not here</source>
        <translation>Nicht da</translation>
    </message>
    <message>
        <source>Nobody in this room is called that.</source>
        <translation>Niemand in diesem Raum heißt so.</translation>
    </message>
    <message>
        <source>Lift</source>
        <translation>Aufheben</translation>
    </message>
    <message>
        <source>Lift the ban of %1</source>
        <translation>Sperre von %1 aufheben</translation>
    </message>
    <message>
        <source>Nobody is banned</source>
        <translation>Niemand ist gesperrt</translation>
    </message>
    <message>
        <source>Who is banned from this room stands here, and can be let in again.</source>
        <translation>Wer in diesem Raum gesperrt ist, steht hier und kann wieder hereingelassen werden.</translation>
    </message>
</context>
<context>
    <name>MessageExtras</name>
    <message>
        <source>This message was deleted.</source>
        <translation>Diese Nachricht wurde gelöscht.</translation>
    </message>
    <message>
        <source>Show less</source>
        <translation>Weniger zeigen</translation>
    </message>
    <message>
        <source>Show more</source>
        <translation>Mehr zeigen</translation>
    </message>
    <message>
        <source>Undo</source>
        <translation>Rückgängig machen</translation>
    </message>
</context>
<context>
    <name>MessageMenu</name>
    <message>
        <source>React</source>
        <translation>Reagieren</translation>
    </message>
    <message>
        <source>Reply</source>
        <translation>Antworten</translation>
    </message>
    <message>
        <source>Open the thread</source>
        <translation>Thread öffnen</translation>
    </message>
    <message>
        <source>Edit</source>
        <translation>Bearbeiten</translation>
    </message>
    <message>
        <source>Copy the text</source>
        <translation>Text kopieren</translation>
    </message>
    <message>
        <source>Copy the link</source>
        <translation>Link kopieren</translation>
    </message>
    <message>
        <source>Unpin</source>
        <translation>Nicht mehr anheften</translation>
    </message>
    <message>
        <source>Pin</source>
        <translation>Anheften</translation>
    </message>
    <message>
        <source>Mark as unread from here</source>
        <translation>Ab hier als ungelesen markieren</translation>
    </message>
    <message>
        <source>Who has seen it</source>
        <translation>Wer sie gesehen hat</translation>
    </message>
    <message>
        <source>Delete</source>
        <translation>Löschen</translation>
    </message>
</context>
<context>
    <name>MessageToolbar</name>
    <message>
        <source>What can be done with this message</source>
        <translation>Was sich mit dieser Nachricht tun lässt</translation>
    </message>
    <message>
        <source>React</source>
        <translation>Reagieren</translation>
    </message>
    <message>
        <source>Reply</source>
        <translation>Antworten</translation>
    </message>
    <message>
        <source>Thread</source>
        <translation>Thread</translation>
    </message>
    <message>
        <source>Enter</source>
        <translation>Eingabe</translation>
    </message>
    <message>
        <source>Edit</source>
        <translation>Bearbeiten</translation>
    </message>
    <message>
        <source>More</source>
        <translation>Mehr</translation>
    </message>
</context>
<context>
    <name>NewestPill</name>
    <message numerus="yes">
        <source>%n new message(s)</source>
        <translation>
            <numerusform>%n neue Nachricht</numerusform>
            <numerusform>%n neue Nachrichten</numerusform>
        </translation>
    </message>
    <message>
        <source>To the newest</source>
        <translation>Zur neuesten</translation>
    </message>
</context>
<context>
    <name>Notices</name>
    <message>
        <source>%1 made %2 an owner</source>
        <translation>%1 hat %2 zum Eigentümer gemacht</translation>
    </message>
    <message>
        <source>%1 made %2 a moderator</source>
        <translation>%1 hat %2 zum Moderator gemacht</translation>
    </message>
    <message>
        <source>%1 made %2 a member</source>
        <translation>%1 hat %2 zum Mitglied gemacht</translation>
    </message>
    <message>
        <source>%1 made this room</source>
        <translation>%1 hat diesen Raum angelegt</translation>
    </message>
    <message>
        <source>%1 made the room “%2”</source>
        <translation>%1 hat den Raum „%2“ angelegt</translation>
    </message>
    <message>
        <source>%1 joined</source>
        <translation>%1 ist beigetreten</translation>
    </message>
    <message>
        <source>%1 added %2</source>
        <translation>%1 hat %2 hinzugefügt</translation>
    </message>
    <message>
        <source>%1 left</source>
        <translation>%1 hat den Raum verlassen</translation>
    </message>
    <message>
        <source>%1 removed %2</source>
        <translation>%1 hat %2 entfernt</translation>
    </message>
    <message>
        <source>%1 banned %2</source>
        <translation>%1 hat %2 gesperrt</translation>
    </message>
    <message>
        <source>%1 renamed the room to “%2”</source>
        <translation>%1 hat den Raum in „%2“ umbenannt</translation>
    </message>
    <message>
        <source>%1 took the topic away</source>
        <translation>%1 hat das Thema entfernt</translation>
    </message>
    <message>
        <source>%1 set the topic: %2</source>
        <translation>%1 hat das Thema gesetzt: %2</translation>
    </message>
    <message>
        <source>%1 made the room public</source>
        <translation>%1 hat den Raum öffentlich gemacht</translation>
    </message>
    <message>
        <source>%1 made the room private</source>
        <translation>%1 hat den Raum privat gemacht</translation>
    </message>
    <message>
        <source>%1 archived the room</source>
        <translation>%1 hat den Raum archiviert</translation>
    </message>
    <message>
        <source>%1 opened the room again</source>
        <translation>%1 hat den Raum wieder geöffnet</translation>
    </message>
    <message>
        <source>%1 pinned a message</source>
        <translation>%1 hat eine Nachricht angeheftet</translation>
    </message>
</context>
<context>
    <name>NotificationCheck</name>
    <message>
        <source>The desktop shows it now</source>
        <translation>Der Desktop zeigt sie jetzt</translation>
    </message>
    <message>
        <source>Notifications can be shown</source>
        <translation>Benachrichtigungen können gezeigt werden</translation>
    </message>
    <message>
        <source>Asking the desktop</source>
        <translation>Der Desktop wird gefragt</translation>
    </message>
    <message>
        <source>Nothing here shows notifications</source>
        <translation>Hier zeigt nichts Benachrichtigungen</translation>
    </message>
    <message>
        <source>The desktop does not let Parlor</source>
        <translation>Der Desktop lässt Parlor nicht</translation>
    </message>
    <message>
        <source>The desktop keeps them back</source>
        <translation>Der Desktop hält sie zurück</translation>
    </message>
    <message>
        <source>Do not disturb is on in Parlor</source>
        <translation>„Nicht stören“ ist in Parlor an</translation>
    </message>
    <message>
        <source>If you do not see it, look for Parlor in the notification settings of your desktop.</source>
        <translation>Wenn du sie nicht siehst, suche Parlor in den Benachrichtigungseinstellungen deines Desktops.</translation>
    </message>
    <message>
        <source>By %1, the service of your desktop.</source>
        <translation>Durch %1, den Dienst deines Desktops.</translation>
    </message>
    <message>
        <source>Send one to see what it looks like.</source>
        <translation>Sende eine, um zu sehen, wie sie aussieht.</translation>
    </message>
    <message>
        <source>It has not answered yet.</source>
        <translation>Er hat noch nicht geantwortet.</translation>
    </message>
    <message>
        <source>No notification service is running. Most desktops have one; for a plain window manager install one, such as dunst or mako, and start it. Parlor notices by itself.</source>
        <translation>Es läuft kein Benachrichtigungsdienst. Die meisten Desktops haben einen; für einen einfachen Fenstermanager installiere einen, etwa dunst oder mako, und starte ihn. Parlor merkt es von selbst.</translation>
    </message>
    <message>
        <source>Its security settings keep this program from showing notifications. Allow them for Parlor there.</source>
        <translation>Seine Sicherheitseinstellungen lassen dieses Programm keine Benachrichtigungen zeigen. Erlaube sie dort für Parlor.</translation>
    </message>
    <message>
        <source>Its own “do not disturb” is on, or a program that shares the screen has asked for quiet. Turn that off in the desktop.</source>
        <translation>Sein eigenes „Nicht stören“ ist an, oder ein Programm, das den Bildschirm teilt, hat um Ruhe gebeten. Schalte das im Desktop aus.</translation>
    </message>
    <message>
        <source>%1. Only a test is shown.</source>
        <translation>%1. Nur ein Test wird gezeigt.</translation>
    </message>
    <message>
        <source>Send a test notification</source>
        <translation>Testbenachrichtigung senden</translation>
    </message>
    <message>
        <source>The desktop does not answer</source>
        <translation>Der Desktop antwortet nicht</translation>
    </message>
    <message>
        <source>Its notification service runs, but has not answered for some time. What you would be told waits until it does; if that takes long, start the service anew.</source>
        <translation>Sein Benachrichtigungsdienst läuft, hat aber seit einiger Zeit nicht geantwortet. Was dir gemeldet würde, wartet, bis er es tut; dauert das lange, starte den Dienst neu.</translation>
    </message>
</context>
<context>
    <name>OwnMenu</name>
    <message>
        <source>Online</source>
        <translation>Online</translation>
    </message>
    <message>
        <source>Away</source>
        <translation>Abwesend</translation>
    </message>
    <message>
        <source>Do not disturb</source>
        <translation>Nicht stören</translation>
    </message>
    <message>
        <source>Change the status…</source>
        <translation>Status ändern…</translation>
    </message>
    <message>
        <source>Set a status…</source>
        <translation>Status setzen…</translation>
    </message>
    <message>
        <source>Profile</source>
        <translation>Profil</translation>
    </message>
</context>
<context>
    <name>People</name>
    <message>
        <source>%1 h</source>
        <translation>%1 Std.</translation>
    </message>
    <message>
        <source>%1 min</source>
        <translation>%1 Min.</translation>
    </message>
    <message>
        <source>%1 h %2 min</source>
        <translation>%1 Std. %2 Min.</translation>
    </message>
    <message>
        <source>Online</source>
        <translation>Online</translation>
    </message>
    <message>
        <source>Away</source>
        <translation>Abwesend</translation>
    </message>
    <message>
        <source>Do not disturb</source>
        <translation>Nicht stören</translation>
    </message>
    <message>
        <source>Offline, last seen %1</source>
        <translation>Offline, zuletzt da: %1</translation>
    </message>
    <message>
        <source>Offline</source>
        <translation>Offline</translation>
    </message>
    <message>
        <source>%1 local time, the same as yours</source>
        <translation>%1 Ortszeit, wie bei dir</translation>
    </message>
    <message>
        <source>%1 local time, %2 ahead of you</source>
        <translation>%1 Ortszeit, dir %2 voraus</translation>
    </message>
    <message>
        <source>%1 local time, %2 behind you</source>
        <translation>%1 Ortszeit, %2 hinter dir</translation>
    </message>
    <message>
        <source>Owner</source>
        <translation>Eigentümer</translation>
    </message>
    <message>
        <source>Moderator</source>
        <translation>Moderator</translation>
    </message>
    <message>
        <source>Member</source>
        <translation>Mitglied</translation>
    </message>
    <message>
        <source>just now</source>
        <translation>gerade eben</translation>
    </message>
    <message>
        <source>%1 min ago</source>
        <translation>vor %1 Min.</translation>
    </message>
    <message>
        <source>%1 h ago</source>
        <translation>vor %1 Std.</translation>
    </message>
    <message>
        <source>yesterday</source>
        <translation>gestern</translation>
    </message>
</context>
<context>
    <name>PeoplePicker</name>
    <message>
        <source>%1, take away</source>
        <translation>%1, entfernen</translation>
    </message>
    <message>
        <source>Name of a person</source>
        <translation>Name einer Person</translation>
    </message>
    <message>
        <source>People</source>
        <translation>Personen</translation>
    </message>
    <message>
        <source>%1, %2</source>
        <translation>%1, %2</translation>
    </message>
    <message>
        <source>Looking…</source>
        <translation>Wird gesucht…</translation>
    </message>
    <message>
        <source>Not connected: only people known here can be found.</source>
        <translation>Nicht verbunden: Nur hier bekannte Personen können gefunden werden.</translation>
    </message>
    <message>
        <source>Nobody else here is called that.</source>
        <translation>Niemand sonst heißt hier so.</translation>
    </message>
</context>
<context>
    <name>PersonPicker</name>
    <message>
        <source>Name of a person</source>
        <translation>Name einer Person</translation>
    </message>
    <message>
        <source>People</source>
        <translation>Personen</translation>
    </message>
    <message>
        <source>Nobody here is called that.</source>
        <translation>Niemand heißt hier so.</translation>
    </message>
</context>
<context>
    <name>PinMark</name>
    <message>
        <source>Pinned by %1</source>
        <translation>Angeheftet von %1</translation>
    </message>
</context>
<context>
    <name>PinsPane</name>
    <message>
        <source>Pinned</source>
        <translation>Angeheftet</translation>
    </message>
    <message>
        <source>Try again</source>
        <translation>Erneut versuchen</translation>
    </message>
    <message>
        <source>Pinned messages</source>
        <translation>Angeheftete Nachrichten</translation>
    </message>
    <message>
        <source>Show it in the room</source>
        <translation>Im Raum zeigen</translation>
    </message>
    <message>
        <source>Unpin</source>
        <translation>Nicht mehr anheften</translation>
    </message>
    <message>
        <source>Nothing is pinned</source>
        <translation>Nichts ist angeheftet</translation>
    </message>
    <message>
        <source>Pin a message that all should find again: it is in the menu of every message.</source>
        <translation>Hefte eine Nachricht an, die alle wiederfinden sollen: Das geht im Menü jeder Nachricht.</translation>
    </message>
</context>
<context>
    <name>ProfileCard</name>
    <message>
        <source>Not known yet</source>
        <translation>Noch nicht bekannt</translation>
    </message>
    <message>
        <source>Opening…</source>
        <translation>Wird geöffnet…</translation>
    </message>
    <message>
        <source>Notes</source>
        <translation>Notizen</translation>
    </message>
    <message>
        <source>Message</source>
        <translation>Nachricht</translation>
    </message>
    <message>
        <source>Mention</source>
        <translation>Erwähnen</translation>
    </message>
    <message>
        <source>Edit</source>
        <translation>Bearbeiten</translation>
    </message>
    <message>
        <source>Copied</source>
        <translation>Kopiert</translation>
    </message>
    <message>
        <source>Copy the user name</source>
        <translation>Benutzernamen kopieren</translation>
    </message>
</context>
<context>
    <name>QuickReactions</name>
    <message>
        <source>Reactions</source>
        <translation>Reaktionen</translation>
    </message>
    <message>
        <source>All emoji</source>
        <translation>Alle Emojis</translation>
    </message>
</context>
<context>
    <name>QuoteLine</name>
    <message>
        <source>This message was deleted.</source>
        <translation>Diese Nachricht wurde gelöscht.</translation>
    </message>
    <message>
        <source>A message that is not here yet</source>
        <translation>Eine Nachricht, die noch nicht hier ist</translation>
    </message>
    <message>
        <source>Answers %1: %2</source>
        <translation>Antwort an %1: %2</translation>
    </message>
</context>
<context>
    <name>ReactionRow</name>
    <message numerus="yes">
        <source>%1, %n reaction(s): %2</source>
        <translation>
            <numerusform>%1, %n Reaktion: %2</numerusform>
            <numerusform>%1, %n Reaktionen: %2</numerusform>
        </translation>
    </message>
    <message>
        <source>Add a reaction</source>
        <translation>Reaktion hinzufügen</translation>
    </message>
</context>
<context>
    <name>ReceiptsDialog</name>
    <message>
        <source>Who has seen it</source>
        <translation>Wer sie gesehen hat</translation>
    </message>
    <message numerus="yes">
        <source>and %n more</source>
        <translation>
            <numerusform>und eine weitere Person</numerusform>
            <numerusform>und %n weitere</numerusform>
        </translation>
    </message>
    <message>
        <source>There is nobody else here.</source>
        <translation>Sonst ist niemand hier.</translation>
    </message>
    <message>
        <source>It is on the server. No device of the others has fetched it yet.</source>
        <translation>Sie ist auf dem Server. Noch kein Gerät der anderen hat sie abgeholt.</translation>
    </message>
    <message>
        <source>Seen by %1 of %2</source>
        <translation>Gesehen von %1 von %2</translation>
    </message>
    <message>
        <source>Delivered, not seen yet</source>
        <translation>Zugestellt, noch nicht gesehen</translation>
    </message>
</context>
<context>
    <name>RefusedLine</name>
    <message>
        <source>Retry</source>
        <translation>Erneut senden</translation>
    </message>
    <message>
        <source>Discard</source>
        <translation>Verwerfen</translation>
    </message>
</context>
<context>
    <name>RoomHeader</name>
    <message>
        <source>Back to the rooms</source>
        <translation>Zurück zu den Räumen</translation>
    </message>
    <message numerus="yes">
        <source>%n member(s)</source>
        <translation>
            <numerusform>%n Mitglied</numerusform>
            <numerusform>%n Mitglieder</numerusform>
        </translation>
    </message>
    <message>
        <source>Members</source>
        <translation>Mitglieder</translation>
    </message>
    <message>
        <source>More</source>
        <translation>Mehr</translation>
    </message>
    <message>
        <source>Pinned messages</source>
        <translation>Angeheftete Nachrichten</translation>
    </message>
    <message>
        <source>Search in this room</source>
        <translation>In diesem Raum suchen</translation>
    </message>
    <message>
        <source>Ctrl F</source>
        <translation>Strg F</translation>
    </message>
    <message>
        <source>Archived</source>
        <translation>Archiviert</translation>
    </message>
</context>
<context>
    <name>RoomHeading</name>
    <message>
        <source>%1, collapsed</source>
        <translation>%1, eingeklappt</translation>
    </message>
    <message numerus="yes">
        <source>%n unread</source>
        <translation>
            <numerusform>%n ungelesen</numerusform>
            <numerusform>%n ungelesen</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n mention(s)</source>
        <translation>
            <numerusform>%n Erwähnung</numerusform>
            <numerusform>%n Erwähnungen</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>RoomKindChoice</name>
    <message>
        <source>Who can come in</source>
        <translation>Wer hereinkommt</translation>
    </message>
    <message>
        <source>Everyone</source>
        <translation>Alle</translation>
    </message>
    <message>
        <source>Only who is added</source>
        <translation>Nur wer hinzugefügt wird</translation>
    </message>
    <message>
        <source>Only members see that the room exists. Owners and moderators add others.</source>
        <translation>Nur Mitglieder sehen, dass es den Raum gibt. Eigentümer und Moderatoren fügen andere hinzu.</translation>
    </message>
    <message>
        <source>Everyone on this server can find the room, join it, and read all of it.</source>
        <translation>Alle auf diesem Server können den Raum finden, ihm beitreten und alles darin lesen.</translation>
    </message>
    <message>
        <source>Nobody else will find or join the room any more. Those who are in it stay.</source>
        <translation>Niemand sonst kann den Raum mehr finden oder ihm beitreten. Wer darin ist, bleibt.</translation>
    </message>
    <message>
        <source>Everyone on this server will be able to find and join the room, and to read all of it, also what was written before.</source>
        <translation>Alle auf diesem Server können den Raum dann finden, ihm beitreten und alles darin lesen, auch was vorher geschrieben wurde.</translation>
    </message>
</context>
<context>
    <name>RoomList</name>
    <message>
        <source>Rooms</source>
        <translation>Räume</translation>
    </message>
    <message>
        <source>New room</source>
        <translation>Neuer Raum</translation>
    </message>
    <message>
        <source>Ctrl N</source>
        <translation>Strg N</translation>
    </message>
    <message>
        <source>Jump or search</source>
        <translation>Springen oder suchen</translation>
    </message>
    <message>
        <source>Ctrl K</source>
        <translation>Strg K</translation>
    </message>
    <message>
        <source>You are in no room yet. Find one, or make one.</source>
        <translation>Du bist noch in keinem Raum. Finde einen oder lege einen an.</translation>
    </message>
    <message>
        <source>Find rooms</source>
        <translation>Räume finden</translation>
    </message>
</context>
<context>
    <name>RoomMenu</name>
    <message>
        <source>Remove from favourites</source>
        <translation>Aus Favoriten entfernen</translation>
    </message>
    <message>
        <source>Add to favourites</source>
        <translation>Zu Favoriten hinzufügen</translation>
    </message>
    <message>
        <source>Unmute</source>
        <translation>Stummschaltung aufheben</translation>
    </message>
    <message>
        <source>Mute</source>
        <translation>Stummschalten</translation>
    </message>
    <message>
        <source>Mark as read</source>
        <translation>Als gelesen markieren</translation>
    </message>
    <message>
        <source>Mark as unread</source>
        <translation>Als ungelesen markieren</translation>
    </message>
    <message>
        <source>Notify me of</source>
        <translation>Benachrichtigen über</translation>
    </message>
    <message>
        <source>What the settings say</source>
        <translation>Was die Einstellungen sagen</translation>
    </message>
    <message>
        <source>Every message</source>
        <translation>Jede Nachricht</translation>
    </message>
    <message>
        <source>Mentions of me</source>
        <translation>Erwähnungen</translation>
    </message>
    <message>
        <source>Nothing</source>
        <translation>Nichts</translation>
    </message>
    <message>
        <source>Copy link</source>
        <translation>Link kopieren</translation>
    </message>
    <message>
        <source>Room settings</source>
        <translation>Raumeinstellungen</translation>
    </message>
    <message>
        <source>Leave the room</source>
        <translation>Raum verlassen</translation>
    </message>
</context>
<context>
    <name>RoomPane</name>
    <message>
        <source>Choose a room</source>
        <translation>Wähle einen Raum</translation>
    </message>
    <message>
        <source>Welcome, %1</source>
        <translation>Willkommen, %1</translation>
    </message>
    <message>
        <source>Pick one on the left, or press Ctrl K and type its name.</source>
        <translation>Wähle links einen aus, oder drücke Strg K und tippe seinen Namen.</translation>
    </message>
    <message>
        <source>Talk happens in rooms. Find one to join, or make the first.</source>
        <translation>Gesprochen wird in Räumen. Finde einen zum Beitreten, oder lege den ersten an.</translation>
    </message>
    <message>
        <source>Find rooms</source>
        <translation>Räume finden</translation>
    </message>
    <message>
        <source>New room</source>
        <translation>Neuer Raum</translation>
    </message>
</context>
<context>
    <name>RoomRow</name>
    <message>
        <source>%1, private room</source>
        <translation>%1, privater Raum</translation>
    </message>
    <message>
        <source>online</source>
        <translation>online</translation>
    </message>
    <message>
        <source>away</source>
        <translation>abwesend</translation>
    </message>
    <message>
        <source>do not disturb</source>
        <translation>nicht stören</translation>
    </message>
    <message numerus="yes">
        <source>%n unread</source>
        <translation>
            <numerusform>%n ungelesen</numerusform>
            <numerusform>%n ungelesen</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n mention(s)</source>
        <translation>
            <numerusform>%n Erwähnung</numerusform>
            <numerusform>%n Erwähnungen</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n not sent</source>
        <translation>
            <numerusform>%n nicht gesendet</numerusform>
            <numerusform>%n nicht gesendet</numerusform>
        </translation>
    </message>
    <message>
        <source>draft</source>
        <translation>Entwurf</translation>
    </message>
    <message>
        <source>muted</source>
        <translation>stummgeschaltet</translation>
    </message>
    <message>
        <source>More about %1</source>
        <translation>Mehr zu %1</translation>
    </message>
</context>
<context>
    <name>RoomSettingsDialog</name>
    <message>
        <source>Settings of %1</source>
        <translation>Einstellungen von %1</translation>
    </message>
    <message>
        <source>This room is archived: it can be read, and nobody can write.</source>
        <translation>Dieser Raum ist archiviert: Er kann gelesen werden, aber niemand kann schreiben.</translation>
    </message>
    <message>
        <source>Open again</source>
        <translation>Wieder öffnen</translation>
    </message>
    <message>
        <source>Name</source>
        <translation>Name</translation>
    </message>
    <message>
        <source>Topic</source>
        <translation>Thema</translation>
    </message>
    <message>
        <source>Notify me of</source>
        <translation>Benachrichtigen über</translation>
    </message>
    <message>
        <source>Default</source>
        <translation>Standard</translation>
    </message>
    <message>
        <source>All</source>
        <translation>Alles</translation>
    </message>
    <message>
        <source>Mentions</source>
        <translation>Erwähnungen</translation>
    </message>
    <message>
        <source>Nothing</source>
        <translation>Nichts</translation>
    </message>
    <message>
        <source>Only on this computer, and at once. Default is what the settings say for all rooms.</source>
        <translation>Nur auf diesem Computer und sofort. Standard ist, was die Einstellungen für alle Räume sagen.</translation>
    </message>
    <message>
        <source>Leave</source>
        <translation>Verlassen</translation>
    </message>
    <message>
        <source>Archive</source>
        <translation>Archivieren</translation>
    </message>
    <message>
        <source>Delete…</source>
        <translation>Löschen…</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>Abbrechen</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>Schließen</translation>
    </message>
    <message>
        <source>Saving…</source>
        <translation>Wird gespeichert…</translation>
    </message>
    <message>
        <source>Save</source>
        <translation>Speichern</translation>
    </message>
</context>
<context>
    <name>SearchFilters</name>
    <message>
        <source>Filters</source>
        <translation>Filter</translation>
    </message>
    <message>
        <source>In %1</source>
        <translation>In %1</translation>
    </message>
    <message>
        <source>From %1</source>
        <translation>Von %1</translation>
    </message>
    <message>
        <source>From</source>
        <translation>Von</translation>
    </message>
    <message>
        <source>Date</source>
        <translation>Datum</translation>
    </message>
    <message>
        <source>Today</source>
        <translation>Heute</translation>
    </message>
    <message>
        <source>The last 7 days</source>
        <translation>Die letzten 7 Tage</translation>
    </message>
    <message>
        <source>The last month</source>
        <translation>Der letzte Monat</translation>
    </message>
    <message>
        <source>The last year</source>
        <translation>Das letzte Jahr</translation>
    </message>
    <message>
        <source>Has a link</source>
        <translation>Mit Link</translation>
    </message>
</context>
<context>
    <name>SearchPane</name>
    <message>
        <source>Search</source>
        <translation>Suche</translation>
    </message>
    <message>
        <source>Search messages</source>
        <translation>Nachrichten suchen</translation>
    </message>
    <message>
        <source>Close search</source>
        <translation>Suche schließen</translation>
    </message>
    <message>
        <source>Searching the server…</source>
        <translation>Der Server wird durchsucht…</translation>
    </message>
    <message>
        <source>Not connected. Only what is on this computer was searched.</source>
        <translation>Nicht verbunden. Nur was auf diesem Computer ist, wurde durchsucht.</translation>
    </message>
    <message>
        <source>Try again</source>
        <translation>Erneut versuchen</translation>
    </message>
    <message>
        <source>Messages found</source>
        <translation>Gefundene Nachrichten</translation>
    </message>
    <message>
        <source>Look for what was said</source>
        <translation>Suche, was gesagt wurde</translation>
    </message>
    <message>
        <source>Nothing was found</source>
        <translation>Nichts gefunden</translation>
    </message>
    <message>
        <source>Fewer filters find more.</source>
        <translation>Weniger Filter finden mehr.</translation>
    </message>
    <message>
        <source>Check the spelling, or try a shorter word.</source>
        <translation>Prüfe die Schreibweise, oder versuche ein kürzeres Wort.</translation>
    </message>
    <message>
        <source>Search without filters</source>
        <translation>Ohne Filter suchen</translation>
    </message>
    <message>
        <source>Type words, and filters:
from:name  in:room  has:link
after:2026-01-31  before:2026-01-31</source>
        <translation>Gib Wörter und Filter ein:
from:Name  in:Raum  has:link
after:2026-01-31  before:2026-01-31</translation>
    </message>
</context>
<context>
    <name>SearchResult</name>
    <message>
        <source>%1 in %2, %3: %4</source>
        <translation>%1 in %2, %3: %4</translation>
    </message>
</context>
<context>
    <name>SettingsAboutPage</name>
    <message>
        <source>Parlor %1</source>
        <translation>Parlor %1</translation>
    </message>
    <message>
        <source>Talk with your team, on a server of your own.</source>
        <translation>Sprich mit deinem Team, auf einem eigenen Server.</translation>
    </message>
    <message>
        <source>Free software under the GNU General Public License, version 3 or later. Inter is under the SIL Open Font License, the icons are Lucide&apos;s (ISC), and Qt is under the LGPL and GPL.</source>
        <translation>Freie Software unter der GNU General Public License, Version 3 oder neuer. Inter steht unter der SIL Open Font License, die Symbole sind von Lucide (ISC), und Qt steht unter LGPL und GPL.</translation>
    </message>
</context>
<context>
    <name>SettingsAccountPage</name>
    <message>
        <source>Password</source>
        <translation>Passwort</translation>
    </message>
    <message>
        <source>The password that you have now</source>
        <translation>Dein jetziges Passwort</translation>
    </message>
    <message>
        <source>The new one</source>
        <translation>Das neue</translation>
    </message>
    <message>
        <source>At least 8 characters.</source>
        <translation>Mindestens 8 Zeichen.</translation>
    </message>
    <message>
        <source>The new one once more</source>
        <translation>Das neue noch einmal</translation>
    </message>
    <message>
        <source>You will be signed out on all other devices.</source>
        <translation>Du wirst auf allen anderen Geräten abgemeldet.</translation>
    </message>
    <message>
        <source>Changing…</source>
        <translation>Wird geändert…</translation>
    </message>
    <message>
        <source>Change the password</source>
        <translation>Passwort ändern</translation>
    </message>
    <message>
        <source>Changed.</source>
        <translation>Geändert.</translation>
    </message>
    <message>
        <source>Devices</source>
        <translation>Geräte</translation>
    </message>
    <message>
        <source>You are signed in here. If you do not know one of them, sign it out and change your password.</source>
        <translation>Hier bist du angemeldet. Wenn du eines davon nicht kennst, melde es ab und ändere dein Passwort.</translation>
    </message>
    <message>
        <source>This computer</source>
        <translation>Dieser Computer</translation>
    </message>
    <message>
        <source>Sign out</source>
        <translation>Abmelden</translation>
    </message>
    <message>
        <source>Sign out everywhere</source>
        <translation>Überall abmelden</translation>
    </message>
    <message>
        <source>Sign out everywhere?</source>
        <translation>Überall abmelden?</translation>
    </message>
    <message>
        <source>Sign out?</source>
        <translation>Abmelden?</translation>
    </message>
    <message>
        <source>You will be signed out on all your devices. </source>
        <translation>Du wirst auf all deinen Geräten abgemeldet. </translation>
    </message>
    <message>
        <source>This account is removed from this computer. Messages that are not sent yet are lost; everything else stays on the server.</source>
        <translation>Dieses Konto wird von diesem Computer entfernt. Noch nicht gesendete Nachrichten gehen verloren; alles andere bleibt auf dem Server.</translation>
    </message>
    <message>
        <source>Signing out…</source>
        <translation>Wird abgemeldet…</translation>
    </message>
    <message>
        <source>Stay</source>
        <translation>Angemeldet bleiben</translation>
    </message>
    <message>
        <source>Sign out all other devices?</source>
        <translation>Alle anderen Geräte abmelden?</translation>
    </message>
    <message>
        <source>Who uses Parlor there has to sign in again. This computer stays signed in.</source>
        <translation>Wer Parlor dort benutzt, muss sich erneut anmelden. Dieser Computer bleibt angemeldet.</translation>
    </message>
</context>
<context>
    <name>SettingsAppearancePage</name>
    <message>
        <source>Colours</source>
        <translation>Farben</translation>
    </message>
    <message>
        <source>System</source>
        <translation>System</translation>
    </message>
    <message>
        <source>Light</source>
        <translation>Hell</translation>
    </message>
    <message>
        <source>Dark</source>
        <translation>Dunkel</translation>
    </message>
    <message>
        <source>Space</source>
        <translation>Abstände</translation>
    </message>
    <message>
        <source>Compact shows more rooms and messages at once.</source>
        <translation>Kompakt zeigt mehr Räume und Nachrichten auf einmal.</translation>
    </message>
    <message>
        <source>Comfortable</source>
        <translation>Großzügig</translation>
    </message>
    <message>
        <source>Compact</source>
        <translation>Kompakt</translation>
    </message>
    <message>
        <source>Motion</source>
        <translation>Bewegung</translation>
    </message>
    <message>
        <source>This computer asks for none, and Parlor keeps to it.</source>
        <translation>Dieser Computer wünscht keine, und Parlor hält sich daran.</translation>
    </message>
    <message>
        <source>Short and few</source>
        <translation>Kurz und wenig</translation>
    </message>
    <message>
        <source>None at all</source>
        <translation>Gar keine</translation>
    </message>
    <message>
        <source>Writing</source>
        <translation>Schreiben</translation>
    </message>
    <message>
        <source>Shift Enter begins a new line.</source>
        <translation>Umschalt Eingabe beginnt eine neue Zeile.</translation>
    </message>
    <message>
        <source>Enter begins a new line.</source>
        <translation>Eingabe beginnt eine neue Zeile.</translation>
    </message>
    <message>
        <source>A message is sent by</source>
        <translation>Eine Nachricht wird gesendet mit</translation>
    </message>
    <message>
        <source>Enter sends</source>
        <translation>Eingabe sendet</translation>
    </message>
    <message>
        <source>Ctrl Enter sends</source>
        <translation>Strg Eingabe sendet</translation>
    </message>
    <message>
        <source>Language</source>
        <translation>Sprache</translation>
    </message>
    <message>
        <source>Parlor speaks the language of this computer, as far as it has been translated; otherwise English.</source>
        <translation>Parlor spricht die Sprache dieses Computers, soweit es übersetzt ist; sonst Englisch.</translation>
    </message>
    <message>
        <source>Size of text</source>
        <translation>Schriftgröße</translation>
    </message>
    <message>
        <source>%1 %</source>
        <translation>%1 %</translation>
    </message>
</context>
<context>
    <name>SettingsDialog</name>
    <message>
        <source>Appearance</source>
        <translation>Aussehen</translation>
    </message>
    <message>
        <source>Notifications</source>
        <translation>Benachrichtigungen</translation>
    </message>
    <message>
        <source>Profile</source>
        <translation>Profil</translation>
    </message>
    <message>
        <source>Account and devices</source>
        <translation>Konto und Geräte</translation>
    </message>
    <message>
        <source>Storage</source>
        <translation>Speicher</translation>
    </message>
    <message>
        <source>Keys</source>
        <translation>Tasten</translation>
    </message>
    <message>
        <source>About</source>
        <translation>Über Parlor</translation>
    </message>
    <message>
        <source>Settings</source>
        <translation>Einstellungen</translation>
    </message>
</context>
<context>
    <name>SettingsNotificationsPage</name>
    <message>
        <source>Tell me of</source>
        <translation>Benachrichtigen über</translation>
    </message>
    <message>
        <source>Every message in every room.</source>
        <translation>Jede Nachricht in jedem Raum.</translation>
    </message>
    <message>
        <source>Nothing, except in rooms that have a rule of their own.</source>
        <translation>Nichts, außer in Räumen mit einer eigenen Regel.</translation>
    </message>
    <message>
        <source>What calls me: my name, @room, a keyword, an answer to me; and every direct message.</source>
        <translation>Was mich erwähnt: mein Name, @room, ein Stichwort, eine Antwort an mich; und jede Direktnachricht.</translation>
    </message>
    <message>
        <source>Everything</source>
        <translation>Alles</translation>
    </message>
    <message>
        <source>What calls me</source>
        <translation>Erwähnungen</translation>
    </message>
    <message>
        <source>Nothing</source>
        <translation>Nichts</translation>
    </message>
    <message>
        <source>Keywords</source>
        <translation>Stichwörter</translation>
    </message>
    <message>
        <source>release, on call</source>
        <translation>Release, Bereitschaft</translation>
    </message>
    <message>
        <source>Words that call you wherever they are said. Separate them with commas.</source>
        <translation>Wörter, die als Erwähnung gelten, wo immer sie fallen. Trenne sie mit Kommas.</translation>
    </message>
    <message>
        <source>Do not disturb</source>
        <translation>Nicht stören</translation>
    </message>
    <message>
        <source>Others see that you do not want to be disturbed. Messages are counted, and wait for you.</source>
        <translation>Andere sehen, dass du nicht gestört werden willst. Nachrichten werden gezählt und warten auf dich.</translation>
    </message>
    <message>
        <source>Off</source>
        <translation>Aus</translation>
    </message>
    <message>
        <source>30 min</source>
        <translation>30 Min.</translation>
    </message>
    <message>
        <source>1 hour</source>
        <translation>1 Std.</translation>
    </message>
    <message>
        <source>Tomorrow</source>
        <translation>Bis morgen</translation>
    </message>
    <message>
        <source>On</source>
        <translation>An</translation>
    </message>
    <message>
        <source>Turn off</source>
        <translation>Ausschalten</translation>
    </message>
    <message>
        <source>How</source>
        <translation>Wie</translation>
    </message>
    <message>
        <source>Show what was said</source>
        <translation>Zeigen, was gesagt wurde</translation>
    </message>
    <message>
        <source>Otherwise only who wrote, and where.</source>
        <translation>Sonst nur, wer geschrieben hat und wo.</translation>
    </message>
    <message>
        <source>Play the desktop&apos;s sound</source>
        <translation>Den Ton des Desktops abspielen</translation>
    </message>
    <message>
        <source>When the window is closed</source>
        <translation>Wenn das Fenster geschlossen wird</translation>
    </message>
    <message>
        <source>Stay in the tray</source>
        <translation>Im Infobereich bleiben</translation>
    </message>
    <message>
        <source>You are told of messages while no window is open.</source>
        <translation>Du erfährst von Nachrichten, auch wenn kein Fenster offen ist.</translation>
    </message>
    <message>
        <source>This desktop has no tray: closing the window ends Parlor.</source>
        <translation>Dieser Desktop hat keinen Infobereich: Das Fenster zu schließen beendet Parlor.</translation>
    </message>
    <message>
        <source>Start Parlor when I log in to this computer</source>
        <translation>Parlor starten, wenn ich mich an diesem Computer anmelde</translation>
    </message>
    <message>
        <source>In the tray, without a window.</source>
        <translation>Im Infobereich, ohne Fenster.</translation>
    </message>
    <message>
        <source>As a minimised window.</source>
        <translation>Als minimiertes Fenster.</translation>
    </message>
    <message>
        <source>Show me as away</source>
        <translation>Mich als abwesend zeigen</translation>
    </message>
    <message>
        <source>When nothing was done in Parlor for so long, or the screen is locked.</source>
        <translation>Wenn in Parlor so lange nichts getan wurde oder der Bildschirm gesperrt ist.</translation>
    </message>
    <message>
        <source>5 min</source>
        <translation>5 Min.</translation>
    </message>
    <message>
        <source>10 min</source>
        <translation>10 Min.</translation>
    </message>
    <message>
        <source>When locked</source>
        <translation>Wenn gesperrt</translation>
    </message>
</context>
<context>
    <name>SettingsPageList</name>
    <message>
        <source>Pages of the settings</source>
        <translation>Seiten der Einstellungen</translation>
    </message>
</context>
<context>
    <name>SettingsProfilePage</name>
    <message>
        <source>%1 at %2</source>
        <translation>%1 auf %2</translation>
    </message>
    <message>
        <source>Name</source>
        <translation>Name</translation>
    </message>
    <message>
        <source>What others see beside your messages.</source>
        <translation>Was andere neben deinen Nachrichten sehen.</translation>
    </message>
    <message>
        <source>Status</source>
        <translation>Status</translation>
    </message>
    <message>
        <source>for example: at lunch until two</source>
        <translation>zum Beispiel: Mittagspause bis zwei</translation>
    </message>
    <message>
        <source>Time zone</source>
        <translation>Zeitzone</translation>
    </message>
    <message>
        <source>Not told</source>
        <translation>Nicht angegeben</translation>
    </message>
    <message>
        <source>Others see what time it is where you are. Leave it empty to keep that to yourself.</source>
        <translation>Andere sehen, wie spät es bei dir ist. Lass es leer, um das für dich zu behalten.</translation>
    </message>
    <message>
        <source>Saving…</source>
        <translation>Wird gespeichert…</translation>
    </message>
    <message>
        <source>Save</source>
        <translation>Speichern</translation>
    </message>
    <message>
        <source>Saved.</source>
        <translation>Gespeichert.</translation>
    </message>
</context>
<context>
    <name>SettingsStoragePage</name>
    <message>
        <source>On this computer</source>
        <translation>Auf diesem Computer</translation>
    </message>
    <message>
        <source>Parlor keeps what you have read, so that it opens at once and works without a connection.</source>
        <translation>Parlor behält, was du gelesen hast, damit es sofort startet und ohne Verbindung funktioniert.</translation>
    </message>
    <message>
        <source>%1 for %2 at %3</source>
        <translation>%1 für %2 auf %3</translation>
    </message>
    <message>
        <source>Fetch it anew</source>
        <translation>Neu laden</translation>
    </message>
    <message>
        <source>Should something look wrong: what is kept is thrown away and fetched again from the server. What you have not sent yet, your drafts and settings stay.</source>
        <translation>Falls etwas falsch aussieht: Der Zwischenspeicher wird geleert und neu vom Server geladen. Was du noch nicht gesendet hast, deine Entwürfe und Einstellungen bleiben.</translation>
    </message>
    <message>
        <source>Clear what is kept…</source>
        <translation>Zwischenspeicher leeren…</translation>
    </message>
    <message>
        <source>Cleared.</source>
        <translation>Geleert.</translation>
    </message>
    <message>
        <source>Not while there is no connection.</source>
        <translation>Nicht ohne Verbindung.</translation>
    </message>
    <message>
        <source>Clear what is kept?</source>
        <translation>Zwischenspeicher leeren?</translation>
    </message>
    <message>
        <source>The messages kept here are thrown away and fetched again as you read. Until then they cannot be read or searched without a connection. What you have not sent yet, your drafts and settings stay.</source>
        <translation>Die hier gespeicherten Nachrichten werden gelöscht und beim Lesen neu geladen. Bis dahin können sie ohne Verbindung nicht gelesen oder durchsucht werden. Was du noch nicht gesendet hast, deine Entwürfe und Einstellungen bleiben.</translation>
    </message>
    <message>
        <source>Clear</source>
        <translation>Leeren</translation>
    </message>
    <message>
        <source>Clearing…</source>
        <translation>Wird geleert…</translation>
    </message>
</context>
<context>
    <name>SidePane</name>
    <message>
        <source>Back to the room</source>
        <translation>Zurück zum Raum</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>Schließen</translation>
    </message>
    <message>
        <source>Esc</source>
        <translation>Esc</translation>
    </message>
</context>
<context>
    <name>SignInPage</name>
    <message>
        <source>Sign in</source>
        <translation>Anmelden</translation>
    </message>
    <message>
        <source>Sign in again</source>
        <translation>Erneut anmelden</translation>
    </message>
    <message>
        <source>Create your account</source>
        <translation>Lege dein Konto an</translation>
    </message>
    <message>
        <source>Welcome to Parlor</source>
        <translation>Willkommen bei Parlor</translation>
    </message>
    <message>
        <source>Your session on this device has ended. What you wrote is kept and will be sent once you are back.</source>
        <translation>Deine Sitzung auf diesem Gerät ist beendet. Was du geschrieben hast, bleibt erhalten und wird gesendet, sobald du zurück bist.</translation>
    </message>
    <message>
        <source>Server</source>
        <translation>Server</translation>
    </message>
    <message>
        <source>Looking for the server…</source>
        <translation>Der Server wird gesucht…</translation>
    </message>
    <message>
        <source>Found: %1</source>
        <translation>Gefunden: %1</translation>
    </message>
    <message>
        <source>Have you been here before?</source>
        <translation>Warst du schon einmal hier?</translation>
    </message>
    <message>
        <source>New account</source>
        <translation>Neues Konto</translation>
    </message>
    <message>
        <source>This server takes no new accounts from here. Ask its administrator for one.</source>
        <translation>Dieser Server nimmt von hier keine neuen Konten an. Frage seine Verwaltung nach einem.</translation>
    </message>
    <message>
        <source>User name or email</source>
        <translation>Benutzername oder E-Mail</translation>
    </message>
    <message>
        <source>User name</source>
        <translation>Benutzername</translation>
    </message>
    <message>
        <source>Small letters, digits, dot, dash and underscore. Others find you by it.</source>
        <translation>Kleinbuchstaben, Ziffern, Punkt, Bindestrich und Unterstrich. Andere finden dich damit.</translation>
    </message>
    <message>
        <source>Your name</source>
        <translation>Dein Name</translation>
    </message>
    <message>
        <source>As others see it. You may leave it empty.</source>
        <translation>Wie andere ihn sehen. Darf leer bleiben.</translation>
    </message>
    <message>
        <source>Email</source>
        <translation>E-Mail</translation>
    </message>
    <message>
        <source>Password</source>
        <translation>Passwort</translation>
    </message>
    <message>
        <source>At least 8 characters.</source>
        <translation>Mindestens 8 Zeichen.</translation>
    </message>
    <message>
        <source>Creating your account…</source>
        <translation>Konto wird angelegt…</translation>
    </message>
    <message>
        <source>Signing in…</source>
        <translation>Anmeldung läuft…</translation>
    </message>
    <message>
        <source>Create account</source>
        <translation>Konto anlegen</translation>
    </message>
    <message>
        <source>Back</source>
        <translation>Zurück</translation>
    </message>
</context>
<context>
    <name>SkinTones</name>
    <message>
        <source>No skin tone</source>
        <translation>Ohne Hautton</translation>
    </message>
    <message>
        <source>Light</source>
        <translation>Hell</translation>
    </message>
    <message>
        <source>Medium light</source>
        <translation>Mittelhell</translation>
    </message>
    <message>
        <source>Medium</source>
        <translation>Mittel</translation>
    </message>
    <message>
        <source>Medium dark</source>
        <translation>Mitteldunkel</translation>
    </message>
    <message>
        <source>Dark</source>
        <translation>Dunkel</translation>
    </message>
    <message>
        <source>Skin tone</source>
        <translation>Hautton</translation>
    </message>
</context>
<context>
    <name>StatusDialog</name>
    <message>
        <source>Status</source>
        <translation>Status</translation>
    </message>
    <message>
        <source>What you are doing</source>
        <translation>Was du gerade machst</translation>
    </message>
    <message>
        <source>for example: at lunch until two</source>
        <translation>zum Beispiel: Mittagspause bis zwei</translation>
    </message>
    <message>
        <source>Everybody on this server sees it beside your name.</source>
        <translation>Alle auf diesem Server sehen es neben deinem Namen.</translation>
    </message>
    <message>
        <source>In a meeting</source>
        <translation>In einer Besprechung</translation>
    </message>
    <message>
        <source>At lunch</source>
        <translation>In der Mittagspause</translation>
    </message>
    <message>
        <source>Working from home</source>
        <translation>Im Homeoffice</translation>
    </message>
    <message>
        <source>On holiday</source>
        <translation>Im Urlaub</translation>
    </message>
    <message>
        <source>Ill</source>
        <translation>Krank</translation>
    </message>
    <message>
        <source>Take it away</source>
        <translation>Entfernen</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>Abbrechen</translation>
    </message>
    <message>
        <source>Saving…</source>
        <translation>Wird gespeichert…</translation>
    </message>
    <message>
        <source>Save</source>
        <translation>Speichern</translation>
    </message>
</context>
<context>
    <name>Switcher</name>
    <message>
        <source>Jump or search</source>
        <translation>Springen oder suchen</translation>
    </message>
    <message>
        <source>Room, person or words to search for</source>
        <translation>Raum, Person oder Wörter zum Suchen</translation>
    </message>
    <message>
        <source>Rooms and people</source>
        <translation>Räume und Personen</translation>
    </message>
    <message>
        <source>%1, person</source>
        <translation>%1, Person</translation>
    </message>
    <message numerus="yes">
        <source>%n unread</source>
        <translation>
            <numerusform>%n ungelesen</numerusform>
            <numerusform>%n ungelesen</numerusform>
        </translation>
    </message>
    <message>
        <source>Opening…</source>
        <translation>Wird geöffnet…</translation>
    </message>
    <message>
        <source>You are in no room yet.</source>
        <translation>Du bist noch in keinem Raum.</translation>
    </message>
    <message>
        <source>Looking…</source>
        <translation>Wird gesucht…</translation>
    </message>
    <message>
        <source>Nobody and no room of yours is called that.</source>
        <translation>Niemand und keiner deiner Räume heißt so.</translation>
    </message>
    <message>
        <source>Nobody and no room known here is called that. Not connected: the server was not asked.</source>
        <translation>Niemand und kein Raum, der hier bekannt ist, heißt so. Nicht verbunden: Der Server wurde nicht gefragt.</translation>
    </message>
    <message>
        <source>Search the messages for “%1”</source>
        <translation>Nachrichten nach „%1“ durchsuchen</translation>
    </message>
</context>
<context>
    <name>TextField</name>
    <message>
        <source>Hide the password</source>
        <translation>Passwort verbergen</translation>
    </message>
    <message>
        <source>Show the password</source>
        <translation>Passwort zeigen</translation>
    </message>
</context>
<context>
    <name>TextMarks</name>
    <message>
        <source>(edited)</source>
        <translation>(bearbeitet)</translation>
    </message>
</context>
<context>
    <name>ThreadPane</name>
    <message>
        <source>Thread</source>
        <translation>Thread</translation>
    </message>
    <message numerus="yes">
        <source>%n repl(y/ies)</source>
        <translation>
            <numerusform>%n Antwort</numerusform>
            <numerusform>%n Antworten</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>ThreadRoot</name>
    <message>
        <source>This message was deleted.</source>
        <translation>Diese Nachricht wurde gelöscht.</translation>
    </message>
    <message>
        <source>The first message, by %1: %2</source>
        <translation>Die erste Nachricht, von %1: %2</translation>
    </message>
</context>
<context>
    <name>ThreadSummary</name>
    <message numerus="yes">
        <source>%n repl(y/ies), %1</source>
        <translation>
            <numerusform>%n Antwort, %1</numerusform>
            <numerusform>%n Antworten, %1</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n repl(y/ies)</source>
        <translation>
            <numerusform>%n Antwort</numerusform>
            <numerusform>%n Antworten</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>TimelineStart</name>
    <message>
        <source>This is where the room begins.</source>
        <translation>Hier beginnt der Raum.</translation>
    </message>
    <message>
        <source>Try again</source>
        <translation>Erneut versuchen</translation>
    </message>
    <message>
        <source>This is where the conversation begins.</source>
        <translation>Hier beginnt das Gespräch.</translation>
    </message>
</context>
<context>
    <name>TimelineView</name>
    <message>
        <source>Messages</source>
        <translation>Nachrichten</translation>
    </message>
    <message>
        <source>Messages of %1</source>
        <translation>Nachrichten in %1</translation>
    </message>
    <message>
        <source>Thread</source>
        <translation>Thread</translation>
    </message>
    <message>
        <source>To the first unread message</source>
        <translation>Zur ersten ungelesenen Nachricht</translation>
    </message>
</context>
<context>
    <name>VersionsDialog</name>
    <message>
        <source>Before it was edited</source>
        <translation>Vor der Bearbeitung</translation>
    </message>
</context>
<context>
    <name>WindowSheets</name>
    <message>
        <source>Close</source>
        <translation>Schließen</translation>
    </message>
</context>
<context>
    <name>Words</name>
    <message>
        <source>Too many attempts. Wait a moment and try again.</source>
        <translation>Zu viele Versuche. Warte einen Moment und versuche es erneut.</translation>
    </message>
    <message numerus="yes">
        <source>Too many attempts. Try again in %n second(s).</source>
        <translation>
            <numerusform>Zu viele Versuche. Versuche es in einer Sekunde erneut.</numerusform>
            <numerusform>Zu viele Versuche. Versuche es in %n Sekunden erneut.</numerusform>
        </translation>
    </message>
    <message>
        <source>Notes to yourself</source>
        <translation>Notizen an dich</translation>
    </message>
    <message>
        <source>Direct message</source>
        <translation>Direktnachricht</translation>
    </message>
    <message>
        <source>This computer is not connected to a network.</source>
        <translation>Dieser Computer ist mit keinem Netzwerk verbunden.</translation>
    </message>
    <message>
        <source>There is no server with that name. Check the address.</source>
        <translation>Es gibt keinen Server mit diesem Namen. Prüfe die Adresse.</translation>
    </message>
    <message>
        <source>Nothing answers at that address. Check it, or ask whether the server is running.</source>
        <translation>Unter dieser Adresse antwortet nichts. Prüfe sie, oder frage, ob der Server läuft.</translation>
    </message>
    <message>
        <source>The connection is not secure: the server&apos;s certificate is not trusted. Nothing was sent.</source>
        <translation>Die Verbindung ist nicht sicher: Dem Zertifikat des Servers wird nicht vertraut. Es wurde nichts gesendet.</translation>
    </message>
    <message>
        <source>The server did not answer in time. Try again.</source>
        <translation>Der Server hat nicht rechtzeitig geantwortet. Versuche es erneut.</translation>
    </message>
    <message>
        <source>The connection was lost before the answer came. Try again.</source>
        <translation>Die Verbindung ging verloren, bevor die Antwort kam. Versuche es erneut.</translation>
    </message>
    <message>
        <source>Something answers there, but it is not a Parlor server. Check the address.</source>
        <translation>Dort antwortet etwas, aber es ist kein Parlor-Server. Prüfe die Adresse.</translation>
    </message>
    <message>
        <source>The server cannot be reached. Check the connection and try again.</source>
        <translation>Der Server ist nicht erreichbar. Prüfe die Verbindung und versuche es erneut.</translation>
    </message>
    <message>
        <source>The server does not accept this. Check what you entered.</source>
        <translation>Der Server nimmt das nicht an. Prüfe deine Eingaben.</translation>
    </message>
    <message>
        <source>You are no longer signed in. Sign in again.</source>
        <translation>Du bist nicht mehr angemeldet. Melde dich erneut an.</translation>
    </message>
    <message>
        <source>You are not allowed to do this.</source>
        <translation>Das darfst du nicht.</translation>
    </message>
    <message>
        <source>This is no longer there, or not open to you.</source>
        <translation>Das gibt es nicht mehr, oder es ist für dich nicht zugänglich.</translation>
    </message>
    <message>
        <source>That name is in use. Choose another one.</source>
        <translation>Dieser Name ist vergeben. Wähle einen anderen.</translation>
    </message>
    <message>
        <source>This has changed meanwhile. Look at it again, then try once more.</source>
        <translation>Das hat sich inzwischen geändert. Sieh es dir noch einmal an und versuche es dann erneut.</translation>
    </message>
    <message>
        <source>This is longer than the server accepts.</source>
        <translation>Das ist länger, als der Server annimmt.</translation>
    </message>
    <message>
        <source>The server is busy just now. Try again shortly.</source>
        <translation>Der Server ist gerade ausgelastet. Versuche es gleich erneut.</translation>
    </message>
    <message>
        <source>This was written by a newer version of Parlor. Update Parlor to open it.</source>
        <translation>Das wurde von einer neueren Version von Parlor geschrieben. Aktualisiere Parlor, um es zu öffnen.</translation>
    </message>
    <message>
        <source>It could not be written to this computer&apos;s disk. Check that there is space left.</source>
        <translation>Es konnte nicht auf die Festplatte dieses Computers geschrieben werden. Prüfe, ob noch Platz ist.</translation>
    </message>
    <message>
        <source>This profile is already open in another window of Parlor.</source>
        <translation>Dieses Profil ist schon in einem anderen Parlor-Fenster offen.</translation>
    </message>
    <message>
        <source>A file of Parlor is damaged. It will be fetched again from the server.</source>
        <translation>Eine Datei von Parlor ist beschädigt. Sie wird neu vom Server geladen.</translation>
    </message>
    <message>
        <source>The server had a problem and could not do this. Try again; if it stays, tell its administrator.</source>
        <translation>Der Server hatte ein Problem und konnte das nicht tun. Versuche es erneut; wenn es bleibt, sag seiner Verwaltung Bescheid.</translation>
    </message>
    <message>
        <source>2 to 32 characters: small letters, digits, dot, dash and underscore.</source>
        <translation>2 bis 32 Zeichen: Kleinbuchstaben, Ziffern, Punkt, Bindestrich und Unterstrich.</translation>
    </message>
    <message>
        <source>An account with this address exists. Sign in instead.</source>
        <translation>Ein Konto mit dieser Adresse gibt es schon. Melde dich stattdessen an.</translation>
    </message>
    <message>
        <source>Enter an email address, like mara@example.org.</source>
        <translation>Gib eine E-Mail-Adresse ein, etwa mara@example.org.</translation>
    </message>
    <message>
        <source>Use at least 8 characters.</source>
        <translation>Nimm mindestens 8 Zeichen.</translation>
    </message>
    <message>
        <source>At most 64 characters, and no control characters.</source>
        <translation>Höchstens 64 Zeichen und keine Steuerzeichen.</translation>
    </message>
    <message>
        <source>Enter your user name or email address.</source>
        <translation>Gib deinen Benutzernamen oder deine E-Mail-Adresse ein.</translation>
    </message>
    <message>
        <source>There is a room with that name. Choose another one.</source>
        <translation>Einen Raum mit diesem Namen gibt es schon. Wähle einen anderen.</translation>
    </message>
    <message>
        <source>1 to 80 characters, and no control characters.</source>
        <translation>1 bis 80 Zeichen und keine Steuerzeichen.</translation>
    </message>
    <message>
        <source>At most 250 characters.</source>
        <translation>Höchstens 250 Zeichen.</translation>
    </message>
    <message>
        <source>At most 100 characters.</source>
        <translation>Höchstens 100 Zeichen.</translation>
    </message>
    <message>
        <source>There is no such time zone. Write it like Europe/Berlin.</source>
        <translation>Diese Zeitzone gibt es nicht. Schreib sie wie Europe/Berlin.</translation>
    </message>
    <message>
        <source>Somebody of them cannot be added: the account is closed.</source>
        <translation>Eine der Personen kann nicht hinzugefügt werden: Ihr Konto ist geschlossen.</translation>
    </message>
    <message>
        <source>Enter the server&apos;s address, like chat.example.org.</source>
        <translation>Gib die Adresse des Servers ein, etwa chat.example.org.</translation>
    </message>
    <message>
        <source>Not sent: the server does not accept this message.</source>
        <translation>Nicht gesendet: Der Server nimmt diese Nachricht nicht an.</translation>
    </message>
    <message>
        <source>Not sent: you are not a member of this room any more.</source>
        <translation>Nicht gesendet: Du bist kein Mitglied dieses Raums mehr.</translation>
    </message>
    <message>
        <source>Not sent: too many messages in a short time.</source>
        <translation>Nicht gesendet: zu viele Nachrichten in kurzer Zeit.</translation>
    </message>
    <message>
        <source>Not sent. Your message is kept here.</source>
        <translation>Nicht gesendet. Deine Nachricht bleibt hier erhalten.</translation>
    </message>
    <message>
        <source>You have been signed out. Your messages are kept.</source>
        <translation>Du wurdest abgemeldet. Deine Nachrichten bleiben erhalten.</translation>
    </message>
    <message>
        <source>Not connected. Your messages are kept and will be sent.</source>
        <translation>Nicht verbunden. Deine Nachrichten bleiben erhalten und werden gesendet.</translation>
    </message>
    <message>
        <source>%1 Trying again in %2 s.</source>
        <translation>%1 Neuer Versuch in %2 s.</translation>
    </message>
    <message>
        <source>%1 Trying again in %2 min.</source>
        <translation>%1 Neuer Versuch in %2 Min.</translation>
    </message>
    <message>
        <source>Connecting. Your messages are kept and will be sent.</source>
        <translation>Verbindung wird hergestellt. Deine Nachrichten bleiben erhalten und werden gesendet.</translation>
    </message>
    <message>
        <source>Looking for the system&apos;s keyring.</source>
        <translation>Der Schlüsselbund des Systems wird gesucht.</translation>
    </message>
    <message>
        <source>Your sign-in is kept in the system&apos;s keyring.</source>
        <translation>Deine Anmeldung liegt im Schlüsselbund des Systems.</translation>
    </message>
    <message>
        <source>This system has no keyring. Your sign-in is kept in a file that only your user account can read.</source>
        <translation>Dieses System hat keinen Schlüsselbund. Deine Anmeldung liegt in einer Datei, die nur dein Benutzerkonto lesen kann.</translation>
    </message>
    <message>
        <source>This system has no keyring. Your sign-in is kept until you close Parlor.</source>
        <translation>Dieses System hat keinen Schlüsselbund. Deine Anmeldung gilt, bis du Parlor schließt.</translation>
    </message>
    <message>
        <source>Today</source>
        <translation>Heute</translation>
    </message>
    <message>
        <source>Yesterday</source>
        <translation>Gestern</translation>
    </message>
    <message>
        <source>The message was not deleted. %1</source>
        <translation>Die Nachricht wurde nicht gelöscht. %1</translation>
    </message>
    <message>
        <source>Your reaction was not taken. %1</source>
        <translation>Deine Reaktion wurde nicht angenommen. %1</translation>
    </message>
    <message>
        <source>The message was not pinned. %1</source>
        <translation>Die Nachricht wurde nicht angeheftet. %1</translation>
    </message>
    <message>
        <source>The message is still pinned. %1</source>
        <translation>Die Nachricht ist noch angeheftet. %1</translation>
    </message>
    <message>
        <source>%1, %2</source>
        <comment>day, time</comment>
        <translation>%1, %2</translation>
    </message>
</context>
<context>
    <name>WorkspaceRoom</name>
    <message>
        <source>Message deleted.</source>
        <translation>Nachricht gelöscht.</translation>
    </message>
    <message>
        <source>Undo</source>
        <translation>Rückgängig machen</translation>
    </message>
</context>
<context>
    <name>WorkspaceSide</name>
    <message>
        <source>Members</source>
        <translation>Mitglieder</translation>
    </message>
</context>
<context>
    <name>main</name>
    <message>
        <source>Parlor is already open with the profile “%1”, and does not answer. Use that window, or start with --profile NAME to have a second one.</source>
        <translation>Parlor ist mit dem Profil „%1“ schon offen und antwortet nicht. Benutze jenes Fenster, oder starte mit --profile NAME ein zweites.</translation>
    </message>
    <message>
        <source>The profile “%1” cannot be opened: %2</source>
        <translation>Das Profil „%1“ kann nicht geöffnet werden: %2</translation>
    </message>
    <message>
        <source>The window cannot be made.</source>
        <translation>Das Fenster kann nicht geöffnet werden.</translation>
    </message>
</context>
<context>
    <name>parlor::AccountAttention</name>
    <message>
        <source>Somebody</source>
        <translation>Jemand</translation>
    </message>
</context>
<context>
    <name>parlor::Attention</name>
    <message>
        <source>Your reply was not sent</source>
        <translation>Deine Antwort wurde nicht gesendet</translation>
    </message>
    <message>
        <source>Notifications work</source>
        <translation>Benachrichtigungen funktionieren</translation>
    </message>
    <message>
        <source>This is what a message from Parlor looks like.</source>
        <translation>So sieht eine Nachricht von Parlor aus.</translation>
    </message>
    <message>
        <source>Parlor is still running</source>
        <translation>Parlor läuft weiter</translation>
    </message>
    <message>
        <source>It goes on in the tray, so that you are told of messages. You can quit it there, or change this in the settings.</source>
        <translation>Es läuft im Infobereich weiter, damit du von Nachrichten erfährst. Du kannst es dort beenden oder das in den Einstellungen ändern.</translation>
    </message>
    <message>
        <source>Until you turn it off</source>
        <translation>Bis du es ausschaltest</translation>
    </message>
    <message>
        <source>Until %1</source>
        <translation>Bis %1</translation>
    </message>
    <message>
        <source>Until tomorrow, %1</source>
        <translation>Bis morgen, %1</translation>
    </message>
</context>
<context>
    <name>parlor::BansModel</name>
    <message>
        <source>Banned by you, %1</source>
        <translation>Gesperrt von dir, %1</translation>
    </message>
    <message>
        <source>Banned by %1, %2</source>
        <translation>Gesperrt von %1, %2</translation>
    </message>
    <message>
        <source>Banned %1</source>
        <translation>Gesperrt %1</translation>
    </message>
</context>
<context>
    <name>parlor::Bubbles</name>
    <message>
        <source>%1 in %2</source>
        <translation>%1 in %2</translation>
    </message>
    <message>
        <source>New message</source>
        <translation>Neue Nachricht</translation>
    </message>
    <message numerus="yes">
        <source>%n messages from %1</source>
        <translation>
            <numerusform>%n Nachricht von %1</numerusform>
            <numerusform>%n Nachrichten von %1</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n messages in %1</source>
        <translation>
            <numerusform>%n Nachricht in %1</numerusform>
            <numerusform>%n Nachrichten in %1</numerusform>
        </translation>
    </message>
    <message>
        <source>%1: %2</source>
        <translation>%1: %2</translation>
    </message>
    <message>
        <source>%1 – %2</source>
        <comment>title of a notification, account</comment>
        <translation>%1 – %2</translation>
    </message>
    <message numerus="yes">
        <source>%n new message(s)</source>
        <translation>
            <numerusform>%n neue Nachricht</numerusform>
            <numerusform>%n neue Nachrichten</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>In %1 and %n other room(s)</source>
        <translation>
            <numerusform>In %1 und einem weiteren Raum</numerusform>
            <numerusform>In %1 und %n weiteren Räumen</numerusform>
        </translation>
    </message>
    <message>
        <source>In %1</source>
        <translation>In %1</translation>
    </message>
</context>
<context>
    <name>parlor::CompletionModel</name>
    <message>
        <source>Everybody in this room</source>
        <translation>Alle in diesem Raum</translation>
    </message>
</context>
<context>
    <name>parlor::Composer</name>
    <message>
        <source>Editing your message</source>
        <translation>Deine Nachricht bearbeiten</translation>
    </message>
    <message>
        <source>Answering %1</source>
        <translation>Antwort an %1</translation>
    </message>
    <message>
        <source>This room is archived. It can be read, but nothing more can be written in it.</source>
        <translation>Dieser Raum ist archiviert. Er kann gelesen werden, aber es kann nichts mehr darin geschrieben werden.</translation>
    </message>
    <message>
        <source>Answer in the thread</source>
        <translation>Im Thread antworten</translation>
    </message>
    <message>
        <source>Message %1</source>
        <translation>Nachricht an %1</translation>
    </message>
    <message>
        <source>Somebody</source>
        <translation>Jemand</translation>
    </message>
    <message>
        <source>%1 is typing…</source>
        <translation>%1 schreibt…</translation>
    </message>
    <message>
        <source>%1 and %2 are typing…</source>
        <translation>%1 und %2 schreiben…</translation>
    </message>
    <message>
        <source>Several people are typing…</source>
        <translation>Mehrere schreiben…</translation>
    </message>
    <message>
        <source>a message</source>
        <translation>unbekannte Person</translation>
    </message>
</context>
<context>
    <name>parlor::DBusNotifier</name>
    <message>
        <source>Open</source>
        <translation>Öffnen</translation>
    </message>
    <message>
        <source>Reply</source>
        <translation>Antworten</translation>
    </message>
</context>
<context>
    <name>parlor::DevicesModel</name>
    <message>
        <source>Device without a name</source>
        <translation>Gerät ohne Namen</translation>
    </message>
    <message>
        <source>This device, signed in from %1</source>
        <translation>Dieses Gerät, angemeldet von %1</translation>
    </message>
    <message>
        <source>Signed in from %1, last used %2</source>
        <translation>Angemeldet von %1, zuletzt benutzt: %2</translation>
    </message>
</context>
<context>
    <name>parlor::EmojiModel</name>
    <message>
        <source>Smileys</source>
        <translation>Smileys</translation>
    </message>
    <message>
        <source>People</source>
        <translation>Menschen</translation>
    </message>
    <message>
        <source>Animals and nature</source>
        <translation>Tiere und Natur</translation>
    </message>
    <message>
        <source>Food and drink</source>
        <translation>Essen und Trinken</translation>
    </message>
    <message>
        <source>Travel and places</source>
        <translation>Reisen und Orte</translation>
    </message>
    <message>
        <source>Activities</source>
        <translation>Aktivitäten</translation>
    </message>
    <message>
        <source>Objects</source>
        <translation>Gegenstände</translation>
    </message>
    <message>
        <source>Symbols</source>
        <translation>Symbole</translation>
    </message>
    <message>
        <source>Flags</source>
        <translation>Flaggen</translation>
    </message>
    <message>
        <source>Used last</source>
        <translation>Zuletzt benutzt</translation>
    </message>
</context>
<context>
    <name>parlor::MembersModel</name>
    <message>
        <source>Somebody of them is banned from this room. Lift the ban first.</source>
        <translation>Eine der Personen ist in diesem Raum gesperrt. Hebe zuerst die Sperre auf.</translation>
    </message>
</context>
<context>
    <name>parlor::MessageDetails</name>
    <message>
        <source>Unknown person</source>
        <translation>Unbekannte Person</translation>
    </message>
</context>
<context>
    <name>parlor::MessageListModel</name>
    <message>
        <source>%1, %2, not sent yet: %3</source>
        <translation>%1, %2, noch nicht gesendet: %3</translation>
    </message>
    <message>
        <source>%1, %2: %3. %4</source>
        <translation>%1, %2: %3. %4</translation>
    </message>
    <message>
        <source>%1, %2: deleted</source>
        <translation>%1, %2: gelöscht</translation>
    </message>
    <message>
        <source>%1, %2: %3</source>
        <translation>%1, %2: %3</translation>
    </message>
    <message>
        <source>%1, %2</source>
        <translation>%1, %2</translation>
    </message>
    <message>
        <source>Unknown person</source>
        <translation>Unbekannte Person</translation>
    </message>
    <message>
        <source>Your edit was not taken: you may not change this message any more.</source>
        <translation>Deine Änderung wurde nicht angenommen: Du darfst diese Nachricht nicht mehr ändern.</translation>
    </message>
    <message>
        <source>Your edit was not taken: the message was changed meanwhile.</source>
        <translation>Deine Änderung wurde nicht angenommen: Die Nachricht wurde inzwischen geändert.</translation>
    </message>
    <message>
        <source>Your edit was not taken. It is kept here.</source>
        <translation>Deine Änderung wurde nicht angenommen. Sie bleibt hier erhalten.</translation>
    </message>
    <message>
        <source>you</source>
        <translation>du</translation>
    </message>
    <message numerus="yes">
        <source>%1 and %n more</source>
        <translation>
            <numerusform>%1 und eine weitere Person</numerusform>
            <numerusform>%1 und %n weitere</numerusform>
        </translation>
    </message>
    <message>
        <source>last today at %1</source>
        <translation>zuletzt heute um %1</translation>
    </message>
    <message>
        <source>last %1</source>
        <translation>zuletzt: %1</translation>
    </message>
</context>
<context>
    <name>parlor::OwnProfile</name>
    <message>
        <source>Enter the name that others see.</source>
        <translation>Gib den Namen ein, den andere sehen.</translation>
    </message>
    <message>
        <source>There is no such time zone. Write it like Europe/Berlin.</source>
        <translation>Diese Zeitzone gibt es nicht. Schreib sie wie Europe/Berlin.</translation>
    </message>
</context>
<context>
    <name>parlor::PasswordForm</name>
    <message>
        <source>Enter the password that you have now.</source>
        <translation>Gib dein jetziges Passwort ein.</translation>
    </message>
    <message>
        <source>Use at least 8 characters.</source>
        <translation>Nimm mindestens 8 Zeichen.</translation>
    </message>
    <message>
        <source>This is not the same as above.</source>
        <translation>Das ist nicht dasselbe wie oben.</translation>
    </message>
    <message>
        <source>This is not your password.</source>
        <translation>Das ist nicht dein Passwort.</translation>
    </message>
</context>
<context>
    <name>parlor::PersonCard</name>
    <message>
        <source>Deleted account</source>
        <translation>Gelöschtes Konto</translation>
    </message>
    <message>
        <source>This account was deleted. What it wrote stays.</source>
        <translation>Dieses Konto wurde gelöscht. Was es geschrieben hat, bleibt.</translation>
    </message>
    <message>
        <source>This account is closed for now.</source>
        <translation>Dieses Konto ist vorerst geschlossen.</translation>
    </message>
</context>
<context>
    <name>parlor::PlaceOpener</name>
    <message>
        <source>This link leads nowhere</source>
        <translation>Dieser Link führt nirgendwohin</translation>
    </message>
    <message>
        <source>It is not an address of a room or message. Perhaps a part of it is missing.</source>
        <translation>Er ist keine Adresse eines Raums oder einer Nachricht. Vielleicht fehlt ein Teil davon.</translation>
    </message>
    <message>
        <source>You have no account there</source>
        <translation>Du hast dort kein Konto</translation>
    </message>
    <message>
        <source>The link leads to a room at %1. Add an account there to open it.</source>
        <translation>Der Link führt zu einem Raum auf %1. Füge dort ein Konto hinzu, um ihn zu öffnen.</translation>
    </message>
    <message>
        <source>You are not in this room</source>
        <translation>Du bist nicht in diesem Raum</translation>
    </message>
    <message>
        <source>The message cannot be shown</source>
        <translation>Die Nachricht kann nicht gezeigt werden</translation>
    </message>
    <message>
        <source>The message is gone</source>
        <translation>Die Nachricht gibt es nicht mehr</translation>
    </message>
    <message>
        <source>It was deleted, or it was never in this room.</source>
        <translation>Sie wurde gelöscht, oder sie war nie in diesem Raum.</translation>
    </message>
    <message>
        <source>Add an account</source>
        <translation>Konto hinzufügen</translation>
    </message>
    <message>
        <source>You cannot join this room</source>
        <translation>Du kannst diesem Raum nicht beitreten</translation>
    </message>
    <message>
        <source>It is private, or it was deleted.</source>
        <translation>Er ist privat, oder er wurde gelöscht.</translation>
    </message>
    <message>
        <source>If it is public, you can join it. Its members will see that you did.</source>
        <translation>Wenn er öffentlich ist, kannst du ihm beitreten. Seine Mitglieder sehen das.</translation>
    </message>
    <message>
        <source>Join</source>
        <translation>Beitreten</translation>
    </message>
</context>
<context>
    <name>parlor::RoomActs</name>
    <message>
        <source>Nobody is chosen.</source>
        <translation>Niemand ist ausgewählt.</translation>
    </message>
    <message>
        <source>A direct conversation stays as it is.</source>
        <translation>Ein direktes Gespräch bleibt, wie es ist.</translation>
    </message>
    <message>
        <source>To go yourself, leave the room.</source>
        <translation>Um selbst zu gehen, verlasse den Raum.</translation>
    </message>
    <message>
        <source>Only owners and moderators of the room can do this.</source>
        <translation>Das können nur Eigentümer und Moderatoren des Raums.</translation>
    </message>
    <message>
        <source>Only owners of the room can do this.</source>
        <translation>Das können nur Eigentümer des Raums.</translation>
    </message>
    <message>
        <source>The room is archived. Open it again first.</source>
        <translation>Der Raum ist archiviert. Öffne ihn zuerst wieder.</translation>
    </message>
    <message>
        <source>You are the only owner, and a room always has one. Make another member owner first.</source>
        <translation>Du bist der einzige Eigentümer, und ein Raum hat immer einen. Mache zuerst ein anderes Mitglied zum Eigentümer.</translation>
    </message>
    <message>
        <source>Leave %1?</source>
        <translation>%1 verlassen?</translation>
    </message>
    <message>
        <source>Leave</source>
        <translation>Verlassen</translation>
    </message>
    <message>
        <source>Leaving…</source>
        <translation>Wird verlassen…</translation>
    </message>
    <message>
        <source>You are the last one here. The room will be deleted, with everything in it.</source>
        <translation>Außer dir ist niemand mehr hier. Der Raum wird gelöscht, mit allem darin.</translation>
    </message>
    <message>
        <source>You will no longer see this room or what was written in it. You can come back if an owner or moderator adds you again.</source>
        <translation>Du siehst diesen Raum dann nicht mehr, auch nicht, was darin geschrieben wurde. Du kannst zurückkommen, wenn ein Eigentümer oder Moderator dich wieder hinzufügt.</translation>
    </message>
    <message>
        <source>You will no longer get its messages. You can come back at any time: find it again and join.</source>
        <translation>Du bekommst seine Nachrichten dann nicht mehr. Du kannst jederzeit zurückkommen: Finde ihn wieder und tritt bei.</translation>
    </message>
    <message>
        <source>If you are the only owner, make another member owner first.</source>
        <translation>Wenn du der einzige Eigentümer bist, mache zuerst ein anderes Mitglied zum Eigentümer.</translation>
    </message>
    <message numerus="yes">
        <source>%n message(s) of yours not sent yet will be discarded.</source>
        <translation>
            <numerusform>Eine noch nicht gesendete Nachricht von dir wird verworfen.</numerusform>
            <numerusform>%n noch nicht gesendete Nachrichten von dir werden verworfen.</numerusform>
        </translation>
    </message>
    <message>
        <source>Archive %1?</source>
        <translation>%1 archivieren?</translation>
    </message>
    <message>
        <source>Archive</source>
        <translation>Archivieren</translation>
    </message>
    <message>
        <source>Archiving…</source>
        <translation>Wird archiviert…</translation>
    </message>
    <message>
        <source>Everybody in it can go on reading, and nobody can write. An owner can open it again at any time.</source>
        <translation>Alle darin können weiter lesen, und niemand kann schreiben. Ein Eigentümer kann ihn jederzeit wieder öffnen.</translation>
    </message>
    <message>
        <source>Open %1 again?</source>
        <translation>%1 wieder öffnen?</translation>
    </message>
    <message>
        <source>Open again</source>
        <translation>Wieder öffnen</translation>
    </message>
    <message>
        <source>Opening…</source>
        <translation>Wird geöffnet…</translation>
    </message>
    <message>
        <source>Everybody in it can write again.</source>
        <translation>Alle darin können wieder schreiben.</translation>
    </message>
    <message>
        <source>Delete %1?</source>
        <translation>%1 löschen?</translation>
    </message>
    <message>
        <source>Delete for everybody</source>
        <translation>Für alle löschen</translation>
    </message>
    <message>
        <source>Deleting…</source>
        <translation>Wird gelöscht…</translation>
    </message>
    <message numerus="yes">
        <source>All %n member(s) lose the room and everything written in it, for good. Nobody can bring it back.</source>
        <translation>
            <numerusform>%n Mitglied verliert den Raum und alles, was darin geschrieben wurde, endgültig. Niemand kann ihn zurückholen.</numerusform>
            <numerusform>Alle %n Mitglieder verlieren den Raum und alles, was darin geschrieben wurde, endgültig. Niemand kann ihn zurückholen.</numerusform>
        </translation>
    </message>
    <message>
        <source>The room and everything written in it are gone, for good. Nobody can bring it back.</source>
        <translation>Der Raum und alles, was darin geschrieben wurde, ist dann endgültig weg. Niemand kann ihn zurückholen.</translation>
    </message>
    <message>
        <source>To only stop the talk and keep what was said, archive it.</source>
        <translation>Um nur das Gespräch zu beenden und zu behalten, was gesagt wurde, archiviere ihn.</translation>
    </message>
    <message>
        <source>Remove %1 from %2?</source>
        <translation>%1 aus %2 entfernen?</translation>
    </message>
    <message>
        <source>Remove</source>
        <translation>Entfernen</translation>
    </message>
    <message>
        <source>Removing…</source>
        <translation>Wird entfernt…</translation>
    </message>
    <message>
        <source>%1 will no longer see this room or what was written in it. They can come back if an owner or moderator adds them again. What they wrote stays.</source>
        <translation>%1 sieht diesen Raum dann nicht mehr, auch nicht, was darin geschrieben wurde. Zurückkommen ist möglich, wenn ein Eigentümer oder Moderator %1 wieder hinzufügt. Was %1 geschrieben hat, bleibt.</translation>
    </message>
    <message>
        <source>%1 will no longer get this room&apos;s messages. They can come back if they join again: to prevent that, ban them. What they wrote stays.</source>
        <translation>%1 bekommt die Nachrichten dieses Raums dann nicht mehr. Zurückkommen ist durch erneuten Beitritt möglich: Eine Sperre verhindert das. Was %1 geschrieben hat, bleibt.</translation>
    </message>
    <message>
        <source>Ban %1 from %2?</source>
        <translation>%1 in %2 sperren?</translation>
    </message>
    <message>
        <source>Ban</source>
        <translation>Sperren</translation>
    </message>
    <message>
        <source>Banning…</source>
        <translation>Wird gesperrt…</translation>
    </message>
    <message>
        <source>%1 will no longer see this room. They can come back only if an owner or moderator lifts the ban. What they wrote stays.</source>
        <translation>%1 sieht diesen Raum dann nicht mehr. Zurückkommen ist nur möglich, wenn ein Eigentümer oder Moderator die Sperre aufhebt. Was %1 geschrieben hat, bleibt.</translation>
    </message>
    <message>
        <source>Lift the ban of %1?</source>
        <translation>Sperre von %1 aufheben?</translation>
    </message>
    <message>
        <source>Lift the ban</source>
        <translation>Sperre aufheben</translation>
    </message>
    <message>
        <source>Lifting…</source>
        <translation>Wird aufgehoben…</translation>
    </message>
    <message>
        <source>%1 can be added to the room again. They are not in it until somebody does.</source>
        <translation>%1 kann dann wieder zum Raum hinzugefügt werden, ist aber erst darin, wenn das jemand tut.</translation>
    </message>
    <message>
        <source>%1 can join the room again. They are not in it until they do.</source>
        <translation>%1 kann dem Raum dann wieder beitreten, ist aber erst nach dem Beitritt darin.</translation>
    </message>
    <message>
        <source>Make %1 an owner?</source>
        <translation>%1 zum Eigentümer machen?</translation>
    </message>
    <message>
        <source>Make owner</source>
        <translation>Zum Eigentümer machen</translation>
    </message>
    <message>
        <source>Changing…</source>
        <translation>Wird geändert…</translation>
    </message>
    <message>
        <source>%1 will be able to do all that you can: give roles, archive and delete the room, and remove anybody from it, you too.</source>
        <translation>%1 kann dann alles, was du kannst: Rollen vergeben, den Raum archivieren und löschen und alle daraus entfernen, auch dich.</translation>
    </message>
    <message>
        <source>Make %1 a moderator?</source>
        <translation>%1 zum Moderator machen?</translation>
    </message>
    <message>
        <source>Make moderator</source>
        <translation>Zum Moderator machen</translation>
    </message>
    <message>
        <source>You will no longer be able to give roles, archive or delete the room, until an owner makes you owner again.</source>
        <translation>Du kannst dann keine Rollen mehr vergeben und den Raum nicht mehr archivieren oder löschen, bis ein Eigentümer dich wieder zum Eigentümer macht.</translation>
    </message>
    <message>
        <source>%1 will no longer be able to give roles, archive or delete the room. They can still change its name and topic, and remove members and messages.</source>
        <translation>%1 kann dann keine Rollen mehr vergeben und den Raum nicht mehr archivieren oder löschen, aber weiterhin Namen und Thema ändern und Mitglieder und Nachrichten entfernen.</translation>
    </message>
    <message>
        <source>%1 will be able to change name and topic, delete messages of others, and add, remove and ban members.</source>
        <translation>%1 kann dann Namen und Thema ändern, Nachrichten anderer löschen und Mitglieder hinzufügen, entfernen und sperren.</translation>
    </message>
    <message>
        <source>Become a plain member?</source>
        <translation>Einfaches Mitglied werden?</translation>
    </message>
    <message>
        <source>Make %1 a plain member?</source>
        <translation>%1 zum einfachen Mitglied machen?</translation>
    </message>
    <message>
        <source>Make member</source>
        <translation>Zum Mitglied machen</translation>
    </message>
    <message>
        <source>You will no longer be able to change the room or its members, until an owner gives you that role again.</source>
        <translation>Du kannst den Raum und seine Mitglieder dann nicht mehr ändern, bis ein Eigentümer dir diese Rolle wiedergibt.</translation>
    </message>
    <message>
        <source>%1 stays in the room, and will no longer be able to change it or its members.</source>
        <translation>%1 bleibt im Raum, kann ihn und seine Mitglieder dann aber nicht mehr ändern.</translation>
    </message>
</context>
<context>
    <name>parlor::RoomInfo</name>
    <message>
        <source>A direct conversation stays as it is.</source>
        <translation>Ein direktes Gespräch bleibt, wie es ist.</translation>
    </message>
    <message>
        <source>Only owners and moderators of the room can change this.</source>
        <translation>Das können nur Eigentümer und Moderatoren des Raums ändern.</translation>
    </message>
    <message>
        <source>Only owners of the room can change this.</source>
        <translation>Das können nur Eigentümer des Raums ändern.</translation>
    </message>
    <message>
        <source>The room is archived. Open it again to change this.</source>
        <translation>Der Raum ist archiviert. Öffne ihn wieder, um das zu ändern.</translation>
    </message>
    <message>
        <source>Give the room a name.</source>
        <translation>Gib dem Raum einen Namen.</translation>
    </message>
    <message>
        <source>Nobody else has written here.</source>
        <translation>Hier hat sonst niemand geschrieben.</translation>
    </message>
</context>
<context>
    <name>parlor::RoomListModel</name>
    <message>
        <source>Unread</source>
        <translation>Ungelesen</translation>
    </message>
    <message>
        <source>Favourites</source>
        <translation>Favoriten</translation>
    </message>
    <message>
        <source>Direct messages</source>
        <translation>Direktnachrichten</translation>
    </message>
    <message>
        <source>Archived</source>
        <translation>Archiviert</translation>
    </message>
    <message>
        <source>Rooms</source>
        <translation>Räume</translation>
    </message>
</context>
<context>
    <name>parlor::SearchModel</name>
    <message>
        <source>On %1</source>
        <translation>Am %1</translation>
    </message>
    <message>
        <source>%1 to %2</source>
        <translation>%1 bis %2</translation>
    </message>
    <message>
        <source>Today</source>
        <translation>Heute</translation>
    </message>
    <message>
        <source>Since %1</source>
        <translation>Seit %1</translation>
    </message>
    <message>
        <source>Before %1</source>
        <translation>Vor %1</translation>
    </message>
    <message>
        <source>Unknown person</source>
        <translation>Unbekannte Person</translation>
    </message>
    <message>
        <source>%1: %2</source>
        <comment>who, what they said</comment>
        <translation>%1: %2</translation>
    </message>
</context>
<context>
    <name>parlor::SignInForm</name>
    <message>
        <source>Enter your user name or email address.</source>
        <translation>Gib deinen Benutzernamen oder deine E-Mail-Adresse ein.</translation>
    </message>
    <message>
        <source>Enter your password.</source>
        <translation>Gib dein Passwort ein.</translation>
    </message>
    <message>
        <source>Choose a user name.</source>
        <translation>Wähle einen Benutzernamen.</translation>
    </message>
    <message>
        <source>Enter your email address.</source>
        <translation>Gib deine E-Mail-Adresse ein.</translation>
    </message>
    <message numerus="yes">
        <source>Use at least %n characters.</source>
        <translation>
            <numerusform>Nimm mindestens ein Zeichen.</numerusform>
            <numerusform>Nimm mindestens %n Zeichen.</numerusform>
        </translation>
    </message>
    <message>
        <source>User name or password is wrong. Nothing was changed.</source>
        <translation>Benutzername oder Passwort ist falsch. Es wurde nichts geändert.</translation>
    </message>
    <message>
        <source>This server takes no new accounts from here. Ask its administrator for one.</source>
        <translation>Dieser Server nimmt von hier keine neuen Konten an. Frage seine Verwaltung nach einem.</translation>
    </message>
    <message>
        <source>You are signed in to this account already.</source>
        <translation>Mit diesem Konto bist du schon angemeldet.</translation>
    </message>
</context>
<context>
    <name>parlor::SystemTray</name>
    <message>
        <source>Open Parlor</source>
        <translation>Parlor öffnen</translation>
    </message>
    <message>
        <source>Do not disturb</source>
        <translation>Nicht stören</translation>
    </message>
    <message>
        <source>For 30 minutes</source>
        <translation>Für 30 Minuten</translation>
    </message>
    <message>
        <source>For 1 hour</source>
        <translation>Für 1 Stunde</translation>
    </message>
    <message>
        <source>Until tomorrow</source>
        <translation>Bis morgen</translation>
    </message>
    <message>
        <source>Until I turn it off</source>
        <translation>Bis ich es ausschalte</translation>
    </message>
    <message>
        <source>Turn off</source>
        <translation>Ausschalten</translation>
    </message>
    <message>
        <source>Quit Parlor</source>
        <translation>Parlor beenden</translation>
    </message>
    <message numerus="yes">
        <source>Parlor, %n unread</source>
        <translation>
            <numerusform>Parlor, %n ungelesen</numerusform>
            <numerusform>Parlor, %n ungelesen</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>parlor::TimelineModel</name>
    <message>
        <source>That message is in another room.</source>
        <translation>Diese Nachricht ist in einem anderen Raum.</translation>
    </message>
    <message>
        <source>There is no message there.</source>
        <translation>Dort gibt es keine Nachricht.</translation>
    </message>
</context>
</TS>
