<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="ar" sourcelanguage="en_US">
<context>
    <name>AccountRail</name>
    <message>
        <source>Accounts</source>
        <translation>الحسابات</translation>
    </message>
    <message>
        <source>%1, signed out</source>
        <translation>‏%1، تم تسجيل الخروج</translation>
    </message>
    <message numerus="yes">
        <source>%1, %n unread room(s)</source>
        <translation>
            <numerusform>‏%1، لا غرف غير مقروءة</numerusform>
            <numerusform>‏%1، غرفة واحدة غير مقروءة</numerusform>
            <numerusform>‏%1، غرفتان غير مقروءتين</numerusform>
            <numerusform>‏%1، %n غرف غير مقروءة</numerusform>
            <numerusform>‏%1، %n غرفة غير مقروءة</numerusform>
            <numerusform>‏%1، %n غرفة غير مقروءة</numerusform>
        </translation>
    </message>
    <message>
        <source>Add an account</source>
        <translation>إضافة حساب</translation>
    </message>
    <message>
        <source>Settings</source>
        <translation>الإعدادات</translation>
    </message>
    <message>
        <source>Ctrl ,</source>
        <translation>Ctrl ,</translation>
    </message>
    <message>
        <source>%1, connected</source>
        <translation>‏%1، متصل</translation>
    </message>
    <message>
        <source>%1, not connected</source>
        <translation>‏%1، غير متصل</translation>
    </message>
</context>
<context>
    <name>CodeButtons</name>
    <message>
        <source>Copied</source>
        <translation>تم النسخ</translation>
    </message>
    <message>
        <source>Copy the code</source>
        <translation>نسخ الشيفرة</translation>
    </message>
</context>
<context>
    <name>CommandLine</name>
    <message>
        <source>Parlor, team chat.</source>
        <translation>‏Parlor، محادثات الفرق.</translation>
    </message>
    <message>
        <source>Use the accounts and settings kept under &lt;name&gt;.</source>
        <translation>استخدام الحسابات والإعدادات المحفوظة باسم &lt;name&gt;.</translation>
    </message>
    <message>
        <source>Offer &lt;url&gt; on the sign-in page.</source>
        <translation>اقتراح &lt;url&gt; في صفحة تسجيل الدخول.</translation>
    </message>
    <message>
        <source>Start in the tray, or as a minimised window where there is none.</source>
        <translation>البدء في علبة النظام، أو كنافذة مصغّرة إن لم توجد.</translation>
    </message>
    <message>
        <source>Show a conversation without any server.</source>
        <translation>عرض محادثة بلا أي خادم.</translation>
    </message>
    <message>
        <source>Save a picture of the demo to &lt;file&gt; and quit.</source>
        <translation>حفظ صورة من العرض في &lt;file&gt; ثم الإنهاء.</translation>
    </message>
    <message>
        <source>What the picture shows: %1.</source>
        <translation>ما تعرضه الصورة: %1.</translation>
    </message>
    <message>
        <source>Size of the picture, &lt;width&gt;x&lt;height&gt;.</source>
        <translation>قياس الصورة، &lt;width&gt;x&lt;height&gt;.</translation>
    </message>
    <message>
        <source>light, dark or system.</source>
        <translation>‏light أو dark أو system.</translation>
    </message>
    <message>
        <source>Language of the interface, such as de; the system&apos;s unless told.</source>
        <translation>لغة الواجهة، مثل de؛ ولغة النظام إن لم تُذكر.</translation>
    </message>
    <message>
        <source>A parlor:// address of a room or message to open; a Parlor that is open already does.</source>
        <translation>عنوان parlor:// لغرفة أو رسالة تُفتح؛ ويفتحه Parlor المفتوح إن وُجد.</translation>
    </message>
</context>
<context>
    <name>CompletionList</name>
    <message>
        <source>Suggestions</source>
        <translation>الاقتراحات</translation>
    </message>
    <message>
        <source>%1, %2</source>
        <translation>%1، %2</translation>
    </message>
</context>
<context>
    <name>Composer</name>
    <message>
        <source>Write a message</source>
        <translation>اكتب رسالة</translation>
    </message>
    <message numerus="yes">
        <source>%n character(s) too many. Shorten the message, or send it in parts.</source>
        <translation>
            <numerusform>النص أطول من المسموح. اختصر الرسالة أو أرسلها على أجزاء.</numerusform>
            <numerusform>النص أطول من المسموح بحرف واحد. اختصر الرسالة أو أرسلها على أجزاء.</numerusform>
            <numerusform>النص أطول من المسموح بحرفين. اختصر الرسالة أو أرسلها على أجزاء.</numerusform>
            <numerusform>النص أطول من المسموح بمقدار %n أحرف. اختصر الرسالة أو أرسلها على أجزاء.</numerusform>
            <numerusform>النص أطول من المسموح بمقدار %n حرفًا. اختصر الرسالة أو أرسلها على أجزاء.</numerusform>
            <numerusform>النص أطول من المسموح بمقدار %n حرف. اختصر الرسالة أو أرسلها على أجزاء.</numerusform>
        </translation>
    </message>
    <message>
        <source>Delete this message?</source>
        <translation>حذف هذه الرسالة؟</translation>
    </message>
    <message>
        <source>Nothing is left of it. It will be deleted for everybody in the room.</source>
        <translation>لم يبق منها شيء. ستُحذف لدى كل من في الغرفة.</translation>
    </message>
    <message>
        <source>Keep it</source>
        <translation>الاحتفاظ بها</translation>
    </message>
    <message>
        <source>Delete</source>
        <translation>حذف</translation>
    </message>
</context>
<context>
    <name>ComposerBar</name>
    <message>
        <source>Leave the message as it was</source>
        <translation>ترك الرسالة كما كانت</translation>
    </message>
    <message>
        <source>Do not answer it</source>
        <translation>عدم الرد عليها</translation>
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
        <translation>رمز تعبيري</translation>
    </message>
    <message>
        <source>Call somebody</source>
        <translation>الإشارة إلى شخص</translation>
    </message>
    <message>
        <source>Code</source>
        <translation>شيفرة</translation>
    </message>
    <message>
        <source>Ctrl Shift C</source>
        <translation>Ctrl Shift C</translation>
    </message>
    <message>
        <source>%1 of %2 characters</source>
        <translation>‏%1 من %2 حرف</translation>
    </message>
    <message>
        <source>Esc leaves it as it was</source>
        <translation>‏Esc يتركها كما كانت</translation>
    </message>
    <message>
        <source>Shift Enter for a new line</source>
        <translation>‏Shift Enter لسطر جديد</translation>
    </message>
    <message>
        <source>Ctrl Enter sends</source>
        <translation>‏Ctrl Enter للإرسال</translation>
    </message>
    <message>
        <source>Save</source>
        <translation>حفظ</translation>
    </message>
    <message>
        <source>Send</source>
        <translation>إرسال</translation>
    </message>
    <message>
        <source>Enter</source>
        <translation>Enter</translation>
    </message>
    <message>
        <source>Ctrl Enter</source>
        <translation>Ctrl Enter</translation>
    </message>
</context>
<context>
    <name>ConfirmDialog</name>
    <message>
        <source>OK</source>
        <translation>حسنًا</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>إلغاء</translation>
    </message>
    <message>
        <source>Type “%1” to confirm</source>
        <translation>اكتب «%1» للتأكيد</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>إغلاق</translation>
    </message>
</context>
<context>
    <name>ConnectionNotice</name>
    <message>
        <source>Sign in again</source>
        <translation>تسجيل الدخول من جديد</translation>
    </message>
    <message>
        <source>Retry now</source>
        <translation>إعادة المحاولة الآن</translation>
    </message>
</context>
<context>
    <name>CreateRoomDialog</name>
    <message>
        <source>Give the room a name.</source>
        <translation>أدخل اسمًا للغرفة.</translation>
    </message>
    <message>
        <source>New room</source>
        <translation>غرفة جديدة</translation>
    </message>
    <message>
        <source>Name</source>
        <translation>الاسم</translation>
    </message>
    <message>
        <source>for example: garden</source>
        <translation>مثلًا: الحديقة</translation>
    </message>
    <message>
        <source>1 to 80 characters, of any kind: letters, spaces, emoji.</source>
        <translation>من 1 إلى 80 حرفًا من أي نوع: حروف ومسافات ورموز تعبيرية.</translation>
    </message>
    <message>
        <source>Topic</source>
        <translation>الموضوع</translation>
    </message>
    <message>
        <source>What it is about. You may leave it empty.</source>
        <translation>عمّ تدور الغرفة. يمكنك تركه فارغًا.</translation>
    </message>
    <message>
        <source>People</source>
        <translation>الأشخاص</translation>
    </message>
    <message>
        <source>They are in the room at once. You can add more later.</source>
        <translation>يدخلون الغرفة فورًا. يمكنك إضافة آخرين لاحقًا.</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>إلغاء</translation>
    </message>
    <message>
        <source>Making the room…</source>
        <translation>جارٍ إنشاء الغرفة…</translation>
    </message>
    <message>
        <source>Make the room</source>
        <translation>إنشاء الغرفة</translation>
    </message>
</context>
<context>
    <name>DateDialog</name>
    <message>
        <source>Go to a day</source>
        <translation>الانتقال إلى يوم</translation>
    </message>
    <message>
        <source>The month before</source>
        <translation>الشهر السابق</translation>
    </message>
    <message>
        <source>The month after</source>
        <translation>الشهر التالي</translation>
    </message>
</context>
<context>
    <name>DayLine</name>
    <message>
        <source>Go to a day</source>
        <translation>الانتقال إلى يوم</translation>
    </message>
    <message>
        <source>New messages</source>
        <translation>رسائل جديدة</translation>
    </message>
    <message>
        <source>New</source>
        <translation>جديد</translation>
    </message>
</context>
<context>
    <name>DeliveryMark</name>
    <message>
        <source>Waiting to be sent</source>
        <translation>بانتظار الإرسال</translation>
    </message>
    <message>
        <source>Sent</source>
        <translation>أُرسلت</translation>
    </message>
    <message>
        <source>Delivered</source>
        <translation>وصلت</translation>
    </message>
    <message>
        <source>Seen</source>
        <translation>شوهدت</translation>
    </message>
</context>
<context>
    <name>DevicesList</name>
    <message>
        <source>Try again</source>
        <translation>إعادة المحاولة</translation>
    </message>
    <message>
        <source>Signing out…</source>
        <translation>جارٍ تسجيل الخروج…</translation>
    </message>
    <message>
        <source>Sign out</source>
        <translation>تسجيل الخروج</translation>
    </message>
    <message>
        <source>Sign out %1</source>
        <translation>تسجيل خروج %1</translation>
    </message>
    <message>
        <source>Sign out all other devices</source>
        <translation>تسجيل خروج كل الأجهزة الأخرى</translation>
    </message>
</context>
<context>
    <name>Dialog</name>
    <message>
        <source>Back</source>
        <translation>رجوع</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>إغلاق</translation>
    </message>
</context>
<context>
    <name>EmojiPicker</name>
    <message>
        <source>Choose an emoji</source>
        <translation>اختيار رمز تعبيري</translation>
    </message>
    <message>
        <source>Find an emoji</source>
        <translation>البحث عن رمز تعبيري</translation>
    </message>
    <message>
        <source>Groups of emoji</source>
        <translation>مجموعات الرموز التعبيرية</translation>
    </message>
    <message>
        <source>Found</source>
        <translation>النتائج</translation>
    </message>
    <message>
        <source>No emoji has that name.</source>
        <translation>لا يوجد رمز تعبيري بهذا الاسم.</translation>
    </message>
    <message>
        <source>Skin tone</source>
        <translation>لون البشرة</translation>
    </message>
</context>
<context>
    <name>EmptyRoom</name>
    <message>
        <source>Nobody has written here yet</source>
        <translation>لم يكتب أحد هنا بعد</translation>
    </message>
    <message>
        <source>Write the first message, or add somebody to talk to.</source>
        <translation>اكتب أول رسالة، أو أضف شخصًا تتحدث إليه.</translation>
    </message>
    <message>
        <source>Write the first message. Everyone who joins can read it.</source>
        <translation>اكتب أول رسالة. يستطيع كل من ينضم قراءتها.</translation>
    </message>
    <message>
        <source>Add somebody</source>
        <translation>إضافة شخص</translation>
    </message>
</context>
<context>
    <name>FilterChip</name>
    <message>
        <source>%1, remove this filter</source>
        <translation>‏%1، إزالة عامل التصفية هذا</translation>
    </message>
</context>
<context>
    <name>FindRoomsDialog</name>
    <message>
        <source>Find rooms</source>
        <translation>البحث عن غرف</translation>
    </message>
    <message>
        <source>Name of a room</source>
        <translation>اسم غرفة</translation>
    </message>
    <message>
        <source>Try again</source>
        <translation>إعادة المحاولة</translation>
    </message>
    <message>
        <source>Public rooms</source>
        <translation>الغرف العامة</translation>
    </message>
    <message>
        <source>%1, joined</source>
        <translation>‏%1، أنت عضو فيها</translation>
    </message>
    <message numerus="yes">
        <source>%n member(s) · %1</source>
        <translation>
            <numerusform>لا أعضاء · %1</numerusform>
            <numerusform>عضو واحد · %1</numerusform>
            <numerusform>عضوان · %1</numerusform>
            <numerusform>‏%n أعضاء · %1</numerusform>
            <numerusform>‏%n عضوًا · %1</numerusform>
            <numerusform>‏%n عضو · %1</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n member(s)</source>
        <translation>
            <numerusform>لا أعضاء</numerusform>
            <numerusform>عضو واحد</numerusform>
            <numerusform>عضوان</numerusform>
            <numerusform>‏%n أعضاء</numerusform>
            <numerusform>‏%n عضوًا</numerusform>
            <numerusform>‏%n عضو</numerusform>
        </translation>
    </message>
    <message>
        <source>Joining…</source>
        <translation>جارٍ الانضمام…</translation>
    </message>
    <message>
        <source>Open</source>
        <translation>فتح</translation>
    </message>
    <message>
        <source>Join</source>
        <translation>انضمام</translation>
    </message>
    <message>
        <source>No public room is called that</source>
        <translation>لا توجد غرفة عامة بهذا الاسم</translation>
    </message>
    <message>
        <source>There is no public room yet</source>
        <translation>لا توجد غرف عامة بعد</translation>
    </message>
    <message>
        <source>You can make the first one.</source>
        <translation>يمكنك إنشاء أول غرفة.</translation>
    </message>
    <message>
        <source>New room</source>
        <translation>غرفة جديدة</translation>
    </message>
</context>
<context>
    <name>JumpNote</name>
    <message>
        <source>Fetching the message…</source>
        <translation>جارٍ جلب الرسالة…</translation>
    </message>
</context>
<context>
    <name>KeySheet</name>
    <message>
        <source>Ctrl K</source>
        <translation>Ctrl K</translation>
    </message>
    <message>
        <source>Alt Up, Alt Down</source>
        <translation>Alt ↑, Alt ↓</translation>
    </message>
    <message>
        <source>The room above, below</source>
        <translation>الغرفة السابقة، التالية</translation>
    </message>
    <message>
        <source>Alt Shift Up, Alt Shift Down</source>
        <translation>Alt Shift ↑, Alt Shift ↓</translation>
    </message>
    <message>
        <source>The unread room above, below</source>
        <translation>الغرفة غير المقروءة السابقة، التالية</translation>
    </message>
    <message>
        <source>Ctrl N</source>
        <translation>Ctrl N</translation>
    </message>
    <message>
        <source>New room</source>
        <translation>غرفة جديدة</translation>
    </message>
    <message>
        <source>Ctrl 1 to 9</source>
        <translation>Ctrl 1–9</translation>
    </message>
    <message>
        <source>Account</source>
        <translation>الحساب</translation>
    </message>
    <message>
        <source>Enter</source>
        <translation>Enter</translation>
    </message>
    <message>
        <source>Send</source>
        <translation>إرسال</translation>
    </message>
    <message>
        <source>Shift Enter</source>
        <translation>Shift Enter</translation>
    </message>
    <message>
        <source>New line</source>
        <translation>سطر جديد</translation>
    </message>
    <message>
        <source>Up</source>
        <translation>‎↑</translation>
    </message>
    <message>
        <source>Edit your last message, while nothing is written</source>
        <translation>تعديل رسالتك الأخيرة، ما دام مربع الكتابة فارغًا</translation>
    </message>
    <message>
        <source>Ctrl B, Ctrl I</source>
        <translation>Ctrl B, Ctrl I</translation>
    </message>
    <message>
        <source>Bold, italic</source>
        <translation>غامق، مائل</translation>
    </message>
    <message>
        <source>Ctrl Shift C</source>
        <translation>Ctrl Shift C</translation>
    </message>
    <message>
        <source>Code</source>
        <translation>شيفرة</translation>
    </message>
    <message>
        <source>@, :</source>
        <translation>‎@, :</translation>
    </message>
    <message>
        <source>Call somebody, find an emoji</source>
        <translation>الإشارة إلى شخص، البحث عن رمز تعبيري</translation>
    </message>
    <message>
        <source>Esc</source>
        <translation>Esc</translation>
    </message>
    <message>
        <source>Mark as read, close what is open</source>
        <translation>التعليم كمقروء، إغلاق ما هو مفتوح</translation>
    </message>
    <message>
        <source>Ctrl ,</source>
        <translation>Ctrl ,</translation>
    </message>
    <message>
        <source>Settings</source>
        <translation>الإعدادات</translation>
    </message>
    <message>
        <source>Ctrl /</source>
        <translation>Ctrl /</translation>
    </message>
    <message>
        <source>These keys</source>
        <translation>هذه المفاتيح</translation>
    </message>
    <message>
        <source>Ctrl Q</source>
        <translation>Ctrl Q</translation>
    </message>
    <message>
        <source>Quit Parlor</source>
        <translation>إنهاء Parlor</translation>
    </message>
    <message>
        <source>Rooms</source>
        <translation>الغرف</translation>
    </message>
    <message>
        <source>Jump to a room or somebody, or search</source>
        <translation>الانتقال إلى غرفة أو شخص، أو البحث</translation>
    </message>
    <message>
        <source>Search</source>
        <translation>بحث</translation>
    </message>
    <message>
        <source>Ctrl F</source>
        <translation>Ctrl F</translation>
    </message>
    <message>
        <source>Search in this room</source>
        <translation>البحث في هذه الغرفة</translation>
    </message>
    <message>
        <source>Ctrl Shift F</source>
        <translation>Ctrl Shift F</translation>
    </message>
    <message>
        <source>Search in all rooms</source>
        <translation>البحث في كل الغرف</translation>
    </message>
    <message>
        <source>Writing</source>
        <translation>الكتابة</translation>
    </message>
    <message>
        <source>Messages</source>
        <translation>الرسائل</translation>
    </message>
    <message>
        <source>Shift Tab</source>
        <translation>Shift Tab</translation>
    </message>
    <message>
        <source>To the messages, from where you write</source>
        <translation>إلى الرسائل، من مربع الكتابة</translation>
    </message>
    <message>
        <source>Up, Down</source>
        <translation>‎↑, ↓</translation>
    </message>
    <message>
        <source>The message above, below</source>
        <translation>الرسالة السابقة، التالية</translation>
    </message>
    <message>
        <source>Its thread</source>
        <translation>سلسلة ردودها</translation>
    </message>
    <message>
        <source>Reply</source>
        <translation>رد</translation>
    </message>
    <message>
        <source>Edit</source>
        <translation>تعديل</translation>
    </message>
    <message>
        <source>React</source>
        <translation>تفاعل</translation>
    </message>
    <message>
        <source>Pin or unpin</source>
        <translation>تثبيت أو إلغاء التثبيت</translation>
    </message>
    <message>
        <source>Mark as unread from here</source>
        <translation>تعليم كغير مقروءة من هنا</translation>
    </message>
    <message>
        <source>Space</source>
        <translation>Space</translation>
    </message>
    <message>
        <source>Show all of a long message, or less</source>
        <translation>عرض رسالة طويلة كاملة، أو عرض أقل</translation>
    </message>
    <message>
        <source>Del</source>
        <translation>Del</translation>
    </message>
    <message>
        <source>Delete</source>
        <translation>حذف</translation>
    </message>
    <message>
        <source>Menu, Shift F10</source>
        <translation>Menu, Shift F10</translation>
    </message>
    <message>
        <source>Everything else</source>
        <translation>كل ما عدا ذلك</translation>
    </message>
    <message>
        <source>End</source>
        <translation>End</translation>
    </message>
    <message>
        <source>To the newest</source>
        <translation>إلى الأحدث</translation>
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
        <translation>المفاتيح</translation>
    </message>
</context>
<context>
    <name>LostRoomNotice</name>
    <message>
        <source>You are no longer in “%1”</source>
        <translation>لم تعد في «%1»</translation>
    </message>
    <message>
        <source>The room was deleted, or somebody removed you from it.</source>
        <translation>حُذفت الغرفة، أو أزالك أحدهم منها.</translation>
    </message>
    <message>
        <source>The room was deleted, or somebody removed you from it. What you were writing is kept here until you open another room.</source>
        <translation>حُذفت الغرفة، أو أزالك أحدهم منها. ما كنت تكتبه محفوظ هنا إلى أن تفتح غرفة أخرى.</translation>
    </message>
    <message>
        <source>To the rooms</source>
        <translation>إلى الغرف</translation>
    </message>
    <message>
        <source>Copied</source>
        <translation>تم النسخ</translation>
    </message>
    <message>
        <source>Copy what you wrote</source>
        <translation>انسخ ما كتبته</translation>
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
        <translation>الملف الشخصي</translation>
    </message>
    <message>
        <source>Message</source>
        <translation>مراسلة</translation>
    </message>
    <message>
        <source>Notes to yourself</source>
        <translation>ملاحظات لنفسك</translation>
    </message>
    <message>
        <source>Mention</source>
        <translation>إشارة</translation>
    </message>
    <message>
        <source>Make owner…</source>
        <translation>تعيين مالكًا…</translation>
    </message>
    <message>
        <source>Make moderator…</source>
        <translation>تعيين مشرفًا…</translation>
    </message>
    <message>
        <source>Make plain member…</source>
        <translation>تعيين عضوًا عاديًا…</translation>
    </message>
    <message>
        <source>Remove from the room…</source>
        <translation>إزالة من الغرفة…</translation>
    </message>
    <message>
        <source>Ban from the room…</source>
        <translation>حظر من الغرفة…</translation>
    </message>
</context>
<context>
    <name>MemberRow</name>
    <message>
        <source>%1 (you)</source>
        <translation>‏%1 (أنت)</translation>
    </message>
    <message>
        <source>online</source>
        <translation>متصل</translation>
    </message>
    <message>
        <source>away</source>
        <translation>بعيد</translation>
    </message>
    <message>
        <source>do not disturb</source>
        <translation>عدم الإزعاج</translation>
    </message>
    <message>
        <source>offline</source>
        <translation>غير متصل</translation>
    </message>
    <message>
        <source>More about %1</source>
        <translation>المزيد عن %1</translation>
    </message>
</context>
<context>
    <name>MembersPane</name>
    <message>
        <source>Members</source>
        <translation>الأعضاء</translation>
    </message>
    <message numerus="yes">
        <source>%n person(s) added.</source>
        <translation>
            <numerusform>لم يُضَف أحد.</numerusform>
            <numerusform>أُضيف شخص واحد.</numerusform>
            <numerusform>أُضيف شخصان.</numerusform>
            <numerusform>أُضيف %n أشخاص.</numerusform>
            <numerusform>أُضيف %n شخصًا.</numerusform>
            <numerusform>أُضيف %n شخص.</numerusform>
        </translation>
    </message>
    <message>
        <source>Who is shown</source>
        <translation>من يظهر هنا</translation>
    </message>
    <message>
        <source>Banned</source>
        <translation>المحظورون</translation>
    </message>
    <message>
        <source>Find a member</source>
        <translation>البحث عن عضو</translation>
    </message>
    <message>
        <source>Add</source>
        <translation>إضافة</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>إلغاء</translation>
    </message>
    <message>
        <source>Adding…</source>
        <translation>جارٍ الإضافة…</translation>
    </message>
    <message numerus="yes">
        <source>Add %n people</source>
        <translation>
            <numerusform>إضافة أشخاص</numerusform>
            <numerusform>إضافة شخص واحد</numerusform>
            <numerusform>إضافة شخصين</numerusform>
            <numerusform>إضافة %n أشخاص</numerusform>
            <numerusform>إضافة %n شخصًا</numerusform>
            <numerusform>إضافة %n شخص</numerusform>
        </translation>
    </message>
    <message>
        <source>Add to the room</source>
        <translation>إضافة إلى الغرفة</translation>
    </message>
    <message>
        <source>Only owners and moderators add people here.</source>
        <translation>المالكون والمشرفون وحدهم يضيفون أشخاصًا هنا.</translation>
    </message>
    <message>
        <source>Try again</source>
        <translation>إعادة المحاولة</translation>
    </message>
    <message>
        <source>Here now</source>
        <translation>حاضرون الآن</translation>
    </message>
    <message>
        <source>Not here</source>
        <translation>غير حاضرين</translation>
    </message>
    <message>
        <source>Nobody in this room is called that.</source>
        <translation>لا أحد في هذه الغرفة بهذا الاسم.</translation>
    </message>
    <message>
        <source>Lift</source>
        <translation>رفع الحظر</translation>
    </message>
    <message>
        <source>Lift the ban of %1</source>
        <translation>رفع الحظر عن %1</translation>
    </message>
    <message>
        <source>Nobody is banned</source>
        <translation>لا أحد محظور</translation>
    </message>
    <message>
        <source>Who is banned from this room stands here, and can be let in again.</source>
        <translation>يظهر هنا المحظورون من هذه الغرفة، ويمكن السماح لهم بالدخول من جديد.</translation>
    </message>
</context>
<context>
    <name>MessageExtras</name>
    <message>
        <source>This message was deleted.</source>
        <translation>حُذفت هذه الرسالة.</translation>
    </message>
    <message>
        <source>Show less</source>
        <translation>عرض أقل</translation>
    </message>
    <message>
        <source>Show more</source>
        <translation>عرض المزيد</translation>
    </message>
    <message>
        <source>Undo</source>
        <translation>تراجع</translation>
    </message>
</context>
<context>
    <name>MessageMenu</name>
    <message>
        <source>React</source>
        <translation>تفاعل</translation>
    </message>
    <message>
        <source>Reply</source>
        <translation>رد</translation>
    </message>
    <message>
        <source>Open the thread</source>
        <translation>فتح سلسلة الردود</translation>
    </message>
    <message>
        <source>Edit</source>
        <translation>تعديل</translation>
    </message>
    <message>
        <source>Copy the text</source>
        <translation>نسخ النص</translation>
    </message>
    <message>
        <source>Copy the link</source>
        <translation>نسخ الرابط</translation>
    </message>
    <message>
        <source>Unpin</source>
        <translation>إلغاء التثبيت</translation>
    </message>
    <message>
        <source>Pin</source>
        <translation>تثبيت</translation>
    </message>
    <message>
        <source>Mark as unread from here</source>
        <translation>تعليم كغير مقروءة من هنا</translation>
    </message>
    <message>
        <source>Who has seen it</source>
        <translation>من شاهدها</translation>
    </message>
    <message>
        <source>Delete</source>
        <translation>حذف</translation>
    </message>
</context>
<context>
    <name>MessageToolbar</name>
    <message>
        <source>What can be done with this message</source>
        <translation>ما يمكن فعله بهذه الرسالة</translation>
    </message>
    <message>
        <source>React</source>
        <translation>تفاعل</translation>
    </message>
    <message>
        <source>Reply</source>
        <translation>رد</translation>
    </message>
    <message>
        <source>Thread</source>
        <translation>سلسلة ردود</translation>
    </message>
    <message>
        <source>Enter</source>
        <translation>Enter</translation>
    </message>
    <message>
        <source>Edit</source>
        <translation>تعديل</translation>
    </message>
    <message>
        <source>More</source>
        <translation>المزيد</translation>
    </message>
</context>
<context>
    <name>NewestPill</name>
    <message numerus="yes">
        <source>%n new message(s)</source>
        <translation>
            <numerusform>لا رسائل جديدة</numerusform>
            <numerusform>رسالة جديدة واحدة</numerusform>
            <numerusform>رسالتان جديدتان</numerusform>
            <numerusform>‏%n رسائل جديدة</numerusform>
            <numerusform>‏%n رسالة جديدة</numerusform>
            <numerusform>‏%n رسالة جديدة</numerusform>
        </translation>
    </message>
    <message>
        <source>To the newest</source>
        <translation>إلى الأحدث</translation>
    </message>
</context>
<context>
    <name>Notices</name>
    <message>
        <source>%1 made %2 an owner</source>
        <translation>‏%1 عيّن %2 مالكًا</translation>
    </message>
    <message>
        <source>%1 made %2 a moderator</source>
        <translation>‏%1 عيّن %2 مشرفًا</translation>
    </message>
    <message>
        <source>%1 made %2 a member</source>
        <translation>‏%1 عيّن %2 عضوًا</translation>
    </message>
    <message>
        <source>%1 made this room</source>
        <translation>‏%1 أنشأ هذه الغرفة</translation>
    </message>
    <message>
        <source>%1 made the room “%2”</source>
        <translation>‏%1 أنشأ الغرفة «%2»</translation>
    </message>
    <message>
        <source>%1 joined</source>
        <translation>‏%1 انضم</translation>
    </message>
    <message>
        <source>%1 added %2</source>
        <translation>‏%1 أضاف %2</translation>
    </message>
    <message>
        <source>%1 left</source>
        <translation>‏%1 غادر</translation>
    </message>
    <message>
        <source>%1 removed %2</source>
        <translation>‏%1 أزال %2</translation>
    </message>
    <message>
        <source>%1 banned %2</source>
        <translation>‏%1 حظر %2</translation>
    </message>
    <message>
        <source>%1 renamed the room to “%2”</source>
        <translation>‏%1 غيّر اسم الغرفة إلى «%2»</translation>
    </message>
    <message>
        <source>%1 took the topic away</source>
        <translation>‏%1 أزال الموضوع</translation>
    </message>
    <message>
        <source>%1 set the topic: %2</source>
        <translation>‏%1 حدّد الموضوع: %2</translation>
    </message>
    <message>
        <source>%1 made the room public</source>
        <translation>‏%1 جعل الغرفة عامة</translation>
    </message>
    <message>
        <source>%1 made the room private</source>
        <translation>‏%1 جعل الغرفة خاصة</translation>
    </message>
    <message>
        <source>%1 archived the room</source>
        <translation>‏%1 أرشف الغرفة</translation>
    </message>
    <message>
        <source>%1 opened the room again</source>
        <translation>‏%1 أعاد فتح الغرفة</translation>
    </message>
    <message>
        <source>%1 pinned a message</source>
        <translation>‏%1 ثبّت رسالة</translation>
    </message>
</context>
<context>
    <name>NotificationCheck</name>
    <message>
        <source>The desktop shows it now</source>
        <translation>سطح المكتب يعرضه الآن</translation>
    </message>
    <message>
        <source>Notifications can be shown</source>
        <translation>يمكن عرض الإشعارات</translation>
    </message>
    <message>
        <source>Asking the desktop</source>
        <translation>جارٍ سؤال سطح المكتب</translation>
    </message>
    <message>
        <source>Nothing here shows notifications</source>
        <translation>لا شيء هنا يعرض الإشعارات</translation>
    </message>
    <message>
        <source>The desktop does not let Parlor</source>
        <translation>سطح المكتب لا يسمح بذلك لبرنامج Parlor</translation>
    </message>
    <message>
        <source>The desktop keeps them back</source>
        <translation>سطح المكتب يحجبها</translation>
    </message>
    <message>
        <source>Do not disturb is on in Parlor</source>
        <translation>عدم الإزعاج مفعّل في Parlor</translation>
    </message>
    <message>
        <source>If you do not see it, look for Parlor in the notification settings of your desktop.</source>
        <translation>إن لم تره، فابحث عن Parlor في إعدادات الإشعارات في سطح المكتب.</translation>
    </message>
    <message>
        <source>By %1, the service of your desktop.</source>
        <translation>بواسطة %1، خدمة سطح مكتبك.</translation>
    </message>
    <message>
        <source>Send one to see what it looks like.</source>
        <translation>أرسل إشعارًا لترى شكله.</translation>
    </message>
    <message>
        <source>It has not answered yet.</source>
        <translation>لم يُجب بعد.</translation>
    </message>
    <message>
        <source>No notification service is running. Most desktops have one; for a plain window manager install one, such as dunst or mako, and start it. Parlor notices by itself.</source>
        <translation>لا تعمل أي خدمة إشعارات. معظم أسطح المكتب فيها خدمة؛ ومع مدير نوافذ بسيط ثبّت واحدة، مثل dunst أو mako، وشغّلها. سيلاحظها Parlor من تلقاء نفسه.</translation>
    </message>
    <message>
        <source>Its security settings keep this program from showing notifications. Allow them for Parlor there.</source>
        <translation>إعدادات الأمان فيه تمنع هذا البرنامج من عرض الإشعارات. اسمح بها هناك لبرنامج Parlor.</translation>
    </message>
    <message>
        <source>Its own “do not disturb” is on, or a program that shares the screen has asked for quiet. Turn that off in the desktop.</source>
        <translation>وضع «عدم الإزعاج» مفعّل فيه، أو طلب برنامج يشارك الشاشة الهدوء. أوقف ذلك في سطح المكتب.</translation>
    </message>
    <message>
        <source>%1. Only a test is shown.</source>
        <translation>‏%1. لا يُعرض سوى الاختبار.</translation>
    </message>
    <message>
        <source>Send a test notification</source>
        <translation>إرسال إشعار اختبار</translation>
    </message>
    <message>
        <source>The desktop does not answer</source>
        <translation>سطح المكتب لا يجيب</translation>
    </message>
    <message>
        <source>Its notification service runs, but has not answered for some time. What you would be told waits until it does; if that takes long, start the service anew.</source>
        <translation>خدمة الإشعارات فيه تعمل، لكنها لم تجب منذ مدة. ما كنت ستُبلَّغ به ينتظر حتى تجيب؛ وإن طال ذلك فأعد تشغيل الخدمة.</translation>
    </message>
</context>
<context>
    <name>OwnMenu</name>
    <message>
        <source>Online</source>
        <translation>متصل</translation>
    </message>
    <message>
        <source>Away</source>
        <translation>بعيد</translation>
    </message>
    <message>
        <source>Do not disturb</source>
        <translation>عدم الإزعاج</translation>
    </message>
    <message>
        <source>Change the status…</source>
        <translation>تغيير الحالة…</translation>
    </message>
    <message>
        <source>Set a status…</source>
        <translation>تعيين حالة…</translation>
    </message>
    <message>
        <source>Profile</source>
        <translation>الملف الشخصي</translation>
    </message>
</context>
<context>
    <name>People</name>
    <message>
        <source>%1 h</source>
        <translation>‏%1 س</translation>
    </message>
    <message>
        <source>%1 min</source>
        <translation>‏%1 د</translation>
    </message>
    <message>
        <source>%1 h %2 min</source>
        <translation>‏%1 س و%2 د</translation>
    </message>
    <message>
        <source>Online</source>
        <translation>متصل</translation>
    </message>
    <message>
        <source>Away</source>
        <translation>بعيد</translation>
    </message>
    <message>
        <source>Do not disturb</source>
        <translation>عدم الإزعاج</translation>
    </message>
    <message>
        <source>Offline, last seen %1</source>
        <translation>غير متصل، آخر ظهور %1</translation>
    </message>
    <message>
        <source>Offline</source>
        <translation>غير متصل</translation>
    </message>
    <message>
        <source>%1 local time, the same as yours</source>
        <translation>‏%1 بالتوقيت المحلي، مثل توقيتك</translation>
    </message>
    <message>
        <source>%1 local time, %2 ahead of you</source>
        <translation>‏%1 بالتوقيت المحلي، متقدم عنك بـ %2</translation>
    </message>
    <message>
        <source>%1 local time, %2 behind you</source>
        <translation>‏%1 بالتوقيت المحلي، متأخر عنك بـ %2</translation>
    </message>
    <message>
        <source>Owner</source>
        <translation>مالك</translation>
    </message>
    <message>
        <source>Moderator</source>
        <translation>مشرف</translation>
    </message>
    <message>
        <source>Member</source>
        <translation>عضو</translation>
    </message>
    <message>
        <source>just now</source>
        <translation>الآن</translation>
    </message>
    <message>
        <source>%1 min ago</source>
        <translation>قبل %1 د</translation>
    </message>
    <message>
        <source>%1 h ago</source>
        <translation>قبل %1 س</translation>
    </message>
    <message>
        <source>yesterday</source>
        <translation>أمس</translation>
    </message>
</context>
<context>
    <name>PeoplePicker</name>
    <message>
        <source>%1, take away</source>
        <translation>‏%1، إزالة</translation>
    </message>
    <message>
        <source>Name of a person</source>
        <translation>اسم شخص</translation>
    </message>
    <message>
        <source>People</source>
        <translation>الأشخاص</translation>
    </message>
    <message>
        <source>%1, %2</source>
        <translation>%1، %2</translation>
    </message>
    <message>
        <source>Looking…</source>
        <translation>جارٍ البحث…</translation>
    </message>
    <message>
        <source>Not connected: only people known here can be found.</source>
        <translation>غير متصل: لا يمكن العثور إلا على الأشخاص المعروفين هنا.</translation>
    </message>
    <message>
        <source>Nobody else here is called that.</source>
        <translation>لا أحد آخر هنا بهذا الاسم.</translation>
    </message>
</context>
<context>
    <name>PersonPicker</name>
    <message>
        <source>Name of a person</source>
        <translation>اسم شخص</translation>
    </message>
    <message>
        <source>People</source>
        <translation>الأشخاص</translation>
    </message>
    <message>
        <source>Nobody here is called that.</source>
        <translation>لا أحد هنا بهذا الاسم.</translation>
    </message>
</context>
<context>
    <name>PinMark</name>
    <message>
        <source>Pinned by %1</source>
        <translation>ثبّتها %1</translation>
    </message>
</context>
<context>
    <name>PinsPane</name>
    <message>
        <source>Pinned</source>
        <translation>المثبّتة</translation>
    </message>
    <message>
        <source>Try again</source>
        <translation>إعادة المحاولة</translation>
    </message>
    <message>
        <source>Pinned messages</source>
        <translation>الرسائل المثبّتة</translation>
    </message>
    <message>
        <source>Show it in the room</source>
        <translation>عرضها في الغرفة</translation>
    </message>
    <message>
        <source>Unpin</source>
        <translation>إلغاء التثبيت</translation>
    </message>
    <message>
        <source>Nothing is pinned</source>
        <translation>لا شيء مثبّت</translation>
    </message>
    <message>
        <source>Pin a message that all should find again: it is in the menu of every message.</source>
        <translation>ثبّت رسالة ينبغي أن يجدها الجميع: التثبيت في قائمة كل رسالة.</translation>
    </message>
</context>
<context>
    <name>ProfileCard</name>
    <message>
        <source>Not known yet</source>
        <translation>غير معروف بعد</translation>
    </message>
    <message>
        <source>Opening…</source>
        <translation>جارٍ الفتح…</translation>
    </message>
    <message>
        <source>Notes</source>
        <translation>ملاحظات</translation>
    </message>
    <message>
        <source>Message</source>
        <translation>مراسلة</translation>
    </message>
    <message>
        <source>Mention</source>
        <translation>إشارة</translation>
    </message>
    <message>
        <source>Edit</source>
        <translation>تعديل</translation>
    </message>
    <message>
        <source>Copied</source>
        <translation>تم النسخ</translation>
    </message>
    <message>
        <source>Copy the user name</source>
        <translation>نسخ اسم المستخدم</translation>
    </message>
</context>
<context>
    <name>QuickReactions</name>
    <message>
        <source>Reactions</source>
        <translation>التفاعلات</translation>
    </message>
    <message>
        <source>All emoji</source>
        <translation>كل الرموز التعبيرية</translation>
    </message>
</context>
<context>
    <name>QuoteLine</name>
    <message>
        <source>This message was deleted.</source>
        <translation>حُذفت هذه الرسالة.</translation>
    </message>
    <message>
        <source>A message that is not here yet</source>
        <translation>رسالة لم تصل إلى هنا بعد</translation>
    </message>
    <message>
        <source>Answers %1: %2</source>
        <translation>رد على %1: %2</translation>
    </message>
</context>
<context>
    <name>ReactionRow</name>
    <message numerus="yes">
        <source>%1, %n reaction(s): %2</source>
        <translation>
            <numerusform>‏%1، لا تفاعلات: %2</numerusform>
            <numerusform>‏%1، تفاعل واحد: %2</numerusform>
            <numerusform>‏%1، تفاعلان: %2</numerusform>
            <numerusform>‏%1، %n تفاعلات: %2</numerusform>
            <numerusform>‏%1، %n تفاعلًا: %2</numerusform>
            <numerusform>‏%1، %n تفاعل: %2</numerusform>
        </translation>
    </message>
    <message>
        <source>Add a reaction</source>
        <translation>إضافة تفاعل</translation>
    </message>
</context>
<context>
    <name>ReceiptsDialog</name>
    <message>
        <source>Who has seen it</source>
        <translation>من شاهدها</translation>
    </message>
    <message numerus="yes">
        <source>and %n more</source>
        <translation>
            <numerusform>ولا أحد غيرهم</numerusform>
            <numerusform>وشخص آخر</numerusform>
            <numerusform>وشخصان آخران</numerusform>
            <numerusform>و%n أشخاص آخرون</numerusform>
            <numerusform>و%n شخصًا آخر</numerusform>
            <numerusform>و%n شخص آخر</numerusform>
        </translation>
    </message>
    <message>
        <source>There is nobody else here.</source>
        <translation>لا أحد آخر هنا.</translation>
    </message>
    <message>
        <source>It is on the server. No device of the others has fetched it yet.</source>
        <translation>هي على الخادم. لم يجلبها أي جهاز للآخرين بعد.</translation>
    </message>
    <message>
        <source>Seen by %1 of %2</source>
        <translation>شاهدها %1 من %2</translation>
    </message>
    <message>
        <source>Delivered, not seen yet</source>
        <translation>وصلت ولم تُشاهَد بعد</translation>
    </message>
</context>
<context>
    <name>RefusedLine</name>
    <message>
        <source>Retry</source>
        <translation>إعادة المحاولة</translation>
    </message>
    <message>
        <source>Discard</source>
        <translation>تجاهل</translation>
    </message>
</context>
<context>
    <name>RoomHeader</name>
    <message>
        <source>Back to the rooms</source>
        <translation>الرجوع إلى الغرف</translation>
    </message>
    <message numerus="yes">
        <source>%n member(s)</source>
        <translation>
            <numerusform>لا أعضاء</numerusform>
            <numerusform>عضو واحد</numerusform>
            <numerusform>عضوان</numerusform>
            <numerusform>‏%n أعضاء</numerusform>
            <numerusform>‏%n عضوًا</numerusform>
            <numerusform>‏%n عضو</numerusform>
        </translation>
    </message>
    <message>
        <source>Members</source>
        <translation>الأعضاء</translation>
    </message>
    <message>
        <source>More</source>
        <translation>المزيد</translation>
    </message>
    <message>
        <source>Pinned messages</source>
        <translation>الرسائل المثبّتة</translation>
    </message>
    <message>
        <source>Search in this room</source>
        <translation>البحث في هذه الغرفة</translation>
    </message>
    <message>
        <source>Ctrl F</source>
        <translation>Ctrl F</translation>
    </message>
    <message>
        <source>Archived</source>
        <translation>المؤرشفة</translation>
    </message>
</context>
<context>
    <name>RoomHeading</name>
    <message>
        <source>%1, collapsed</source>
        <translation>‏%1، مطوي</translation>
    </message>
    <message numerus="yes">
        <source>%n unread</source>
        <translation>
            <numerusform>لا رسائل غير مقروءة</numerusform>
            <numerusform>رسالة واحدة غير مقروءة</numerusform>
            <numerusform>رسالتان غير مقروءتين</numerusform>
            <numerusform>‏%n رسائل غير مقروءة</numerusform>
            <numerusform>‏%n رسالة غير مقروءة</numerusform>
            <numerusform>‏%n رسالة غير مقروءة</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n mention(s)</source>
        <translation>
            <numerusform>لا إشارات</numerusform>
            <numerusform>إشارة واحدة</numerusform>
            <numerusform>إشارتان</numerusform>
            <numerusform>‏%n إشارات</numerusform>
            <numerusform>‏%n إشارة</numerusform>
            <numerusform>‏%n إشارة</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>RoomKindChoice</name>
    <message>
        <source>Who can come in</source>
        <translation>من يستطيع الدخول</translation>
    </message>
    <message>
        <source>Everyone</source>
        <translation>الجميع</translation>
    </message>
    <message>
        <source>Only who is added</source>
        <translation>من يُضاف فقط</translation>
    </message>
    <message>
        <source>Only members see that the room exists. Owners and moderators add others.</source>
        <translation>الأعضاء وحدهم يرون أن الغرفة موجودة. المالكون والمشرفون يضيفون الآخرين.</translation>
    </message>
    <message>
        <source>Everyone on this server can find the room, join it, and read all of it.</source>
        <translation>يستطيع كل من على هذا الخادم العثور على الغرفة والانضمام إليها وقراءة كل ما فيها.</translation>
    </message>
    <message>
        <source>Nobody else will find or join the room any more. Those who are in it stay.</source>
        <translation>لن يعثر أحد آخر على الغرفة ولن ينضم إليها بعد الآن. يبقى من هم فيها.</translation>
    </message>
    <message>
        <source>Everyone on this server will be able to find and join the room, and to read all of it, also what was written before.</source>
        <translation>سيستطيع كل من على هذا الخادم العثور على الغرفة والانضمام إليها وقراءة كل ما فيها، حتى ما كُتب من قبل.</translation>
    </message>
</context>
<context>
    <name>RoomList</name>
    <message>
        <source>Rooms</source>
        <translation>الغرف</translation>
    </message>
    <message>
        <source>New room</source>
        <translation>غرفة جديدة</translation>
    </message>
    <message>
        <source>Ctrl N</source>
        <translation>Ctrl N</translation>
    </message>
    <message>
        <source>Jump or search</source>
        <translation>انتقال أو بحث</translation>
    </message>
    <message>
        <source>Ctrl K</source>
        <translation>Ctrl K</translation>
    </message>
    <message>
        <source>You are in no room yet. Find one, or make one.</source>
        <translation>لست في أي غرفة بعد. ابحث عن غرفة أو أنشئ واحدة.</translation>
    </message>
    <message>
        <source>Find rooms</source>
        <translation>البحث عن غرف</translation>
    </message>
</context>
<context>
    <name>RoomMenu</name>
    <message>
        <source>Remove from favourites</source>
        <translation>إزالة من المفضلة</translation>
    </message>
    <message>
        <source>Add to favourites</source>
        <translation>إضافة إلى المفضلة</translation>
    </message>
    <message>
        <source>Unmute</source>
        <translation>إلغاء الكتم</translation>
    </message>
    <message>
        <source>Mute</source>
        <translation>كتم</translation>
    </message>
    <message>
        <source>Mark as read</source>
        <translation>تعليم كمقروءة</translation>
    </message>
    <message>
        <source>Mark as unread</source>
        <translation>تعليم كغير مقروءة</translation>
    </message>
    <message>
        <source>Notify me of</source>
        <translation>أبلغني بـ</translation>
    </message>
    <message>
        <source>What the settings say</source>
        <translation>حسب الإعدادات</translation>
    </message>
    <message>
        <source>Every message</source>
        <translation>كل رسالة</translation>
    </message>
    <message>
        <source>Mentions of me</source>
        <translation>الإشارات إليّ</translation>
    </message>
    <message>
        <source>Nothing</source>
        <translation>لا شيء</translation>
    </message>
    <message>
        <source>Copy link</source>
        <translation>نسخ الرابط</translation>
    </message>
    <message>
        <source>Room settings</source>
        <translation>إعدادات الغرفة</translation>
    </message>
    <message>
        <source>Leave the room</source>
        <translation>مغادرة الغرفة</translation>
    </message>
</context>
<context>
    <name>RoomPane</name>
    <message>
        <source>Choose a room</source>
        <translation>اختر غرفة</translation>
    </message>
    <message>
        <source>Welcome, %1</source>
        <translation>مرحبًا، %1</translation>
    </message>
    <message>
        <source>Pick one on the left, or press Ctrl K and type its name.</source>
        <translation>اختر واحدة من القائمة، أو اضغط Ctrl K واكتب اسمها.</translation>
    </message>
    <message>
        <source>Talk happens in rooms. Find one to join, or make the first.</source>
        <translation>المحادثات تجري في الغرف. ابحث عن غرفة تنضم إليها، أو أنشئ الأولى.</translation>
    </message>
    <message>
        <source>Find rooms</source>
        <translation>البحث عن غرف</translation>
    </message>
    <message>
        <source>New room</source>
        <translation>غرفة جديدة</translation>
    </message>
</context>
<context>
    <name>RoomRow</name>
    <message>
        <source>%1, private room</source>
        <translation>‏%1، غرفة خاصة</translation>
    </message>
    <message>
        <source>online</source>
        <translation>متصل</translation>
    </message>
    <message>
        <source>away</source>
        <translation>بعيد</translation>
    </message>
    <message>
        <source>do not disturb</source>
        <translation>عدم الإزعاج</translation>
    </message>
    <message numerus="yes">
        <source>%n unread</source>
        <translation>
            <numerusform>لا رسائل غير مقروءة</numerusform>
            <numerusform>رسالة واحدة غير مقروءة</numerusform>
            <numerusform>رسالتان غير مقروءتين</numerusform>
            <numerusform>‏%n رسائل غير مقروءة</numerusform>
            <numerusform>‏%n رسالة غير مقروءة</numerusform>
            <numerusform>‏%n رسالة غير مقروءة</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n mention(s)</source>
        <translation>
            <numerusform>لا إشارات</numerusform>
            <numerusform>إشارة واحدة</numerusform>
            <numerusform>إشارتان</numerusform>
            <numerusform>‏%n إشارات</numerusform>
            <numerusform>‏%n إشارة</numerusform>
            <numerusform>‏%n إشارة</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n not sent</source>
        <translation>
            <numerusform>لا رسائل غير مرسلة</numerusform>
            <numerusform>رسالة واحدة لم تُرسل</numerusform>
            <numerusform>رسالتان لم تُرسلا</numerusform>
            <numerusform>‏%n رسائل لم تُرسل</numerusform>
            <numerusform>‏%n رسالة لم تُرسل</numerusform>
            <numerusform>‏%n رسالة لم تُرسل</numerusform>
        </translation>
    </message>
    <message>
        <source>draft</source>
        <translation>مسودة</translation>
    </message>
    <message>
        <source>muted</source>
        <translation>مكتومة</translation>
    </message>
    <message>
        <source>More about %1</source>
        <translation>المزيد عن %1</translation>
    </message>
</context>
<context>
    <name>RoomSettingsDialog</name>
    <message>
        <source>Settings of %1</source>
        <translation>إعدادات %1</translation>
    </message>
    <message>
        <source>This room is archived: it can be read, and nobody can write.</source>
        <translation>هذه الغرفة مؤرشفة: يمكن قراءتها، ولا يمكن لأحد الكتابة فيها.</translation>
    </message>
    <message>
        <source>Open again</source>
        <translation>إعادة الفتح</translation>
    </message>
    <message>
        <source>Name</source>
        <translation>الاسم</translation>
    </message>
    <message>
        <source>Topic</source>
        <translation>الموضوع</translation>
    </message>
    <message>
        <source>Notify me of</source>
        <translation>أبلغني بـ</translation>
    </message>
    <message>
        <source>Default</source>
        <translation>الافتراضي</translation>
    </message>
    <message>
        <source>All</source>
        <translation>الكل</translation>
    </message>
    <message>
        <source>Mentions</source>
        <translation>الإشارات</translation>
    </message>
    <message>
        <source>Nothing</source>
        <translation>لا شيء</translation>
    </message>
    <message>
        <source>Only on this computer, and at once. Default is what the settings say for all rooms.</source>
        <translation>على هذا الحاسوب فقط، وفورًا. الافتراضي هو ما تقوله الإعدادات لكل الغرف.</translation>
    </message>
    <message>
        <source>Leave</source>
        <translation>مغادرة</translation>
    </message>
    <message>
        <source>Archive</source>
        <translation>أرشفة</translation>
    </message>
    <message>
        <source>Delete…</source>
        <translation>حذف…</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>إلغاء</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>إغلاق</translation>
    </message>
    <message>
        <source>Saving…</source>
        <translation>جارٍ الحفظ…</translation>
    </message>
    <message>
        <source>Save</source>
        <translation>حفظ</translation>
    </message>
</context>
<context>
    <name>SearchFilters</name>
    <message>
        <source>Filters</source>
        <translation>عوامل التصفية</translation>
    </message>
    <message>
        <source>In %1</source>
        <translation>في %1</translation>
    </message>
    <message>
        <source>From %1</source>
        <translation>من %1</translation>
    </message>
    <message>
        <source>From</source>
        <translation>من</translation>
    </message>
    <message>
        <source>Date</source>
        <translation>التاريخ</translation>
    </message>
    <message>
        <source>Today</source>
        <translation>اليوم</translation>
    </message>
    <message>
        <source>The last 7 days</source>
        <translation>آخر 7 أيام</translation>
    </message>
    <message>
        <source>The last month</source>
        <translation>آخر شهر</translation>
    </message>
    <message>
        <source>The last year</source>
        <translation>آخر سنة</translation>
    </message>
    <message>
        <source>Has a link</source>
        <translation>فيها رابط</translation>
    </message>
</context>
<context>
    <name>SearchPane</name>
    <message>
        <source>Search</source>
        <translation>بحث</translation>
    </message>
    <message>
        <source>Search messages</source>
        <translation>البحث في الرسائل</translation>
    </message>
    <message>
        <source>Close search</source>
        <translation>إغلاق البحث</translation>
    </message>
    <message>
        <source>Searching the server…</source>
        <translation>جارٍ البحث في الخادم…</translation>
    </message>
    <message>
        <source>Not connected. Only what is on this computer was searched.</source>
        <translation>غير متصل. شمل البحث ما على هذا الحاسوب فقط.</translation>
    </message>
    <message>
        <source>Try again</source>
        <translation>إعادة المحاولة</translation>
    </message>
    <message>
        <source>Messages found</source>
        <translation>الرسائل التي عُثر عليها</translation>
    </message>
    <message>
        <source>Look for what was said</source>
        <translation>ابحث عمّا قيل</translation>
    </message>
    <message>
        <source>Nothing was found</source>
        <translation>لم يُعثر على شيء</translation>
    </message>
    <message>
        <source>Fewer filters find more.</source>
        <translation>كلما قلّت عوامل التصفية زادت النتائج.</translation>
    </message>
    <message>
        <source>Check the spelling, or try a shorter word.</source>
        <translation>تحقق من الإملاء، أو جرّب كلمة أقصر.</translation>
    </message>
    <message>
        <source>Search without filters</source>
        <translation>البحث بلا عوامل تصفية</translation>
    </message>
    <message>
        <source>Type words, and filters:
from:name  in:room  has:link
after:2026-01-31  before:2026-01-31</source>
        <translation>اكتب كلمات وعوامل تصفية:
from:name  in:room  has:link
after:2026-01-31  before:2026-01-31</translation>
    </message>
</context>
<context>
    <name>SearchResult</name>
    <message>
        <source>%1 in %2, %3: %4</source>
        <translation>‏%1 في %2، %3: %4</translation>
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
        <translation>تحدّث مع فريقك، على خادم خاص بكم.</translation>
    </message>
    <message>
        <source>Free software under the GNU General Public License, version 3 or later. Inter is under the SIL Open Font License, the icons are Lucide&apos;s (ISC), and Qt is under the LGPL and GPL.</source>
        <translation>برنامج حر برخصة GNU العمومية العامة، الإصدار 3 أو ما بعده. خط Inter برخصة SIL Open Font License، والأيقونات من Lucide (برخصة ISC)، وQt برخصتي LGPL وGPL.</translation>
    </message>
</context>
<context>
    <name>SettingsAccountPage</name>
    <message>
        <source>Password</source>
        <translation>كلمة المرور</translation>
    </message>
    <message>
        <source>The password that you have now</source>
        <translation>كلمة المرور الحالية</translation>
    </message>
    <message>
        <source>The new one</source>
        <translation>كلمة المرور الجديدة</translation>
    </message>
    <message>
        <source>At least 8 characters.</source>
        <translation>8 أحرف على الأقل.</translation>
    </message>
    <message>
        <source>The new one once more</source>
        <translation>كلمة المرور الجديدة مرة أخرى</translation>
    </message>
    <message>
        <source>You will be signed out on all other devices.</source>
        <translation>سيُسجَّل خروجك من كل الأجهزة الأخرى.</translation>
    </message>
    <message>
        <source>Changing…</source>
        <translation>جارٍ التغيير…</translation>
    </message>
    <message>
        <source>Change the password</source>
        <translation>تغيير كلمة المرور</translation>
    </message>
    <message>
        <source>Changed.</source>
        <translation>تم التغيير.</translation>
    </message>
    <message>
        <source>Devices</source>
        <translation>الأجهزة</translation>
    </message>
    <message>
        <source>You are signed in here. If you do not know one of them, sign it out and change your password.</source>
        <translation>أنت مسجّل الدخول على هذه الأجهزة. إن لم تعرف أحدها، فسجّل خروجه وغيّر كلمة المرور.</translation>
    </message>
    <message>
        <source>This computer</source>
        <translation>هذا الحاسوب</translation>
    </message>
    <message>
        <source>Sign out</source>
        <translation>تسجيل الخروج</translation>
    </message>
    <message>
        <source>Sign out everywhere</source>
        <translation>تسجيل الخروج من كل الأجهزة</translation>
    </message>
    <message>
        <source>Sign out everywhere?</source>
        <translation>تسجيل الخروج من كل الأجهزة؟</translation>
    </message>
    <message>
        <source>Sign out?</source>
        <translation>تسجيل الخروج؟</translation>
    </message>
    <message>
        <source>You will be signed out on all your devices. </source>
        <translation>سيُسجَّل خروجك من كل أجهزتك. </translation>
    </message>
    <message>
        <source>This account is removed from this computer. Messages that are not sent yet are lost; everything else stays on the server.</source>
        <translation>يُزال هذا الحساب من هذا الحاسوب. تضيع الرسائل التي لم تُرسل بعد؛ ويبقى كل ما عداها على الخادم.</translation>
    </message>
    <message>
        <source>Signing out…</source>
        <translation>جارٍ تسجيل الخروج…</translation>
    </message>
    <message>
        <source>Stay</source>
        <translation>البقاء</translation>
    </message>
    <message>
        <source>Sign out all other devices?</source>
        <translation>تسجيل خروج كل الأجهزة الأخرى؟</translation>
    </message>
    <message>
        <source>Who uses Parlor there has to sign in again. This computer stays signed in.</source>
        <translation>على من يستخدم Parlor هناك تسجيل الدخول من جديد. يبقى الدخول مسجّلًا على هذا الحاسوب.</translation>
    </message>
</context>
<context>
    <name>SettingsAppearancePage</name>
    <message>
        <source>Colours</source>
        <translation>الألوان</translation>
    </message>
    <message>
        <source>System</source>
        <translation>النظام</translation>
    </message>
    <message>
        <source>Light</source>
        <translation>فاتح</translation>
    </message>
    <message>
        <source>Dark</source>
        <translation>داكن</translation>
    </message>
    <message>
        <source>Space</source>
        <translation>المساحة</translation>
    </message>
    <message>
        <source>Compact shows more rooms and messages at once.</source>
        <translation>العرض المضغوط يُظهر غرفًا ورسائل أكثر في آن واحد.</translation>
    </message>
    <message>
        <source>Comfortable</source>
        <translation>مريح</translation>
    </message>
    <message>
        <source>Compact</source>
        <translation>مضغوط</translation>
    </message>
    <message>
        <source>Motion</source>
        <translation>الحركة</translation>
    </message>
    <message>
        <source>This computer asks for none, and Parlor keeps to it.</source>
        <translation>هذا الحاسوب يطلب إيقاف الحركة، ويلتزم Parlor بذلك.</translation>
    </message>
    <message>
        <source>Short and few</source>
        <translation>قصيرة وقليلة</translation>
    </message>
    <message>
        <source>None at all</source>
        <translation>بلا حركة</translation>
    </message>
    <message>
        <source>Writing</source>
        <translation>الكتابة</translation>
    </message>
    <message>
        <source>Shift Enter begins a new line.</source>
        <translation>اضغط Shift Enter لبدء سطر جديد.</translation>
    </message>
    <message>
        <source>Enter begins a new line.</source>
        <translation>اضغط Enter لبدء سطر جديد.</translation>
    </message>
    <message>
        <source>A message is sent by</source>
        <translation>تُرسل الرسالة بـ</translation>
    </message>
    <message>
        <source>Enter sends</source>
        <translation>‏Enter للإرسال</translation>
    </message>
    <message>
        <source>Ctrl Enter sends</source>
        <translation>‏Ctrl Enter للإرسال</translation>
    </message>
    <message>
        <source>Language</source>
        <translation>اللغة</translation>
    </message>
    <message>
        <source>Parlor speaks the language of this computer, as far as it has been translated; otherwise English.</source>
        <translation>يتحدث Parlor لغة هذا الحاسوب إن تُرجم إليها، وإلا فالإنجليزية.</translation>
    </message>
    <message>
        <source>Size of text</source>
        <translation>حجم الخط</translation>
    </message>
    <message>
        <source>%1 %</source>
        <translation>%1٪</translation>
    </message>
</context>
<context>
    <name>SettingsDialog</name>
    <message>
        <source>Appearance</source>
        <translation>المظهر</translation>
    </message>
    <message>
        <source>Notifications</source>
        <translation>الإشعارات</translation>
    </message>
    <message>
        <source>Profile</source>
        <translation>الملف الشخصي</translation>
    </message>
    <message>
        <source>Account and devices</source>
        <translation>الحساب والأجهزة</translation>
    </message>
    <message>
        <source>Storage</source>
        <translation>التخزين</translation>
    </message>
    <message>
        <source>Keys</source>
        <translation>المفاتيح</translation>
    </message>
    <message>
        <source>About</source>
        <translation>حول البرنامج</translation>
    </message>
    <message>
        <source>Settings</source>
        <translation>الإعدادات</translation>
    </message>
</context>
<context>
    <name>SettingsNotificationsPage</name>
    <message>
        <source>Tell me of</source>
        <translation>أبلغني بـ</translation>
    </message>
    <message>
        <source>Every message in every room.</source>
        <translation>كل رسالة في كل غرفة.</translation>
    </message>
    <message>
        <source>Nothing, except in rooms that have a rule of their own.</source>
        <translation>لا شيء، إلا في الغرف التي لها قاعدة خاصة بها.</translation>
    </message>
    <message>
        <source>What calls me: my name, @room, a keyword, an answer to me; and every direct message.</source>
        <translation>ما يخصّني: اسمي، ‎@room‏، كلمة مفتاحية، رد عليّ؛ وكل رسالة مباشرة.</translation>
    </message>
    <message>
        <source>Everything</source>
        <translation>كل شيء</translation>
    </message>
    <message>
        <source>What calls me</source>
        <translation>ما يخصّني</translation>
    </message>
    <message>
        <source>Nothing</source>
        <translation>لا شيء</translation>
    </message>
    <message>
        <source>Keywords</source>
        <translation>الكلمات المفتاحية</translation>
    </message>
    <message>
        <source>release, on call</source>
        <translation>إصدار, مناوبة</translation>
    </message>
    <message>
        <source>Words that call you wherever they are said. Separate them with commas.</source>
        <translation>كلمات تنبّهك أينما قيلت. افصل بينها بالفاصلة اللاتينية (,).</translation>
    </message>
    <message>
        <source>Do not disturb</source>
        <translation>عدم الإزعاج</translation>
    </message>
    <message>
        <source>Others see that you do not want to be disturbed. Messages are counted, and wait for you.</source>
        <translation>يرى الآخرون أنك لا تريد الإزعاج. تُعدّ الرسائل وتنتظرك.</translation>
    </message>
    <message>
        <source>Off</source>
        <translation>متوقف</translation>
    </message>
    <message>
        <source>30 min</source>
        <translation>30 دقيقة</translation>
    </message>
    <message>
        <source>1 hour</source>
        <translation>ساعة</translation>
    </message>
    <message>
        <source>Tomorrow</source>
        <translation>الغد</translation>
    </message>
    <message>
        <source>On</source>
        <translation>مفعّل</translation>
    </message>
    <message>
        <source>Turn off</source>
        <translation>إيقاف</translation>
    </message>
    <message>
        <source>How</source>
        <translation>الطريقة</translation>
    </message>
    <message>
        <source>Show what was said</source>
        <translation>إظهار ما قيل</translation>
    </message>
    <message>
        <source>Otherwise only who wrote, and where.</source>
        <translation>وإلا فمن كتب، وأين فقط.</translation>
    </message>
    <message>
        <source>Play the desktop&apos;s sound</source>
        <translation>تشغيل صوت سطح المكتب</translation>
    </message>
    <message>
        <source>When the window is closed</source>
        <translation>عند إغلاق النافذة</translation>
    </message>
    <message>
        <source>Stay in the tray</source>
        <translation>البقاء في علبة النظام</translation>
    </message>
    <message>
        <source>You are told of messages while no window is open.</source>
        <translation>تُبلَّغ بالرسائل وإن لم تكن هناك نافذة مفتوحة.</translation>
    </message>
    <message>
        <source>This desktop has no tray: closing the window ends Parlor.</source>
        <translation>ليس في سطح المكتب هذا علبة نظام: إغلاق النافذة ينهي Parlor.</translation>
    </message>
    <message>
        <source>Start Parlor when I log in to this computer</source>
        <translation>تشغيل Parlor عند دخولي إلى هذا الحاسوب</translation>
    </message>
    <message>
        <source>In the tray, without a window.</source>
        <translation>في علبة النظام، بلا نافذة.</translation>
    </message>
    <message>
        <source>As a minimised window.</source>
        <translation>كنافذة مصغّرة.</translation>
    </message>
    <message>
        <source>Show me as away</source>
        <translation>إظهاري بعيدًا</translation>
    </message>
    <message>
        <source>When nothing was done in Parlor for so long, or the screen is locked.</source>
        <translation>عندما لا يُستخدم Parlor طوال هذه المدة، أو تُقفل الشاشة.</translation>
    </message>
    <message>
        <source>5 min</source>
        <translation>5 دقائق</translation>
    </message>
    <message>
        <source>10 min</source>
        <translation>10 دقائق</translation>
    </message>
    <message>
        <source>When locked</source>
        <translation>عند القفل</translation>
    </message>
</context>
<context>
    <name>SettingsPageList</name>
    <message>
        <source>Pages of the settings</source>
        <translation>صفحات الإعدادات</translation>
    </message>
</context>
<context>
    <name>SettingsProfilePage</name>
    <message>
        <source>%1 at %2</source>
        <translation>‏%1 على %2</translation>
    </message>
    <message>
        <source>Name</source>
        <translation>الاسم</translation>
    </message>
    <message>
        <source>What others see beside your messages.</source>
        <translation>ما يراه الآخرون بجانب رسائلك.</translation>
    </message>
    <message>
        <source>Status</source>
        <translation>الحالة</translation>
    </message>
    <message>
        <source>for example: at lunch until two</source>
        <translation>مثلًا: في استراحة الغداء حتى الثانية</translation>
    </message>
    <message>
        <source>Time zone</source>
        <translation>المنطقة الزمنية</translation>
    </message>
    <message>
        <source>Not told</source>
        <translation>غير محددة</translation>
    </message>
    <message>
        <source>Others see what time it is where you are. Leave it empty to keep that to yourself.</source>
        <translation>يرى الآخرون كم الساعة عندك. اتركها فارغة إن لم ترد إظهار ذلك.</translation>
    </message>
    <message>
        <source>Saving…</source>
        <translation>جارٍ الحفظ…</translation>
    </message>
    <message>
        <source>Save</source>
        <translation>حفظ</translation>
    </message>
    <message>
        <source>Saved.</source>
        <translation>تم الحفظ.</translation>
    </message>
</context>
<context>
    <name>SettingsStoragePage</name>
    <message>
        <source>On this computer</source>
        <translation>على هذا الحاسوب</translation>
    </message>
    <message>
        <source>Parlor keeps what you have read, so that it opens at once and works without a connection.</source>
        <translation>يحتفظ Parlor بما قرأته، لكي يُفتح فورًا ويعمل بلا اتصال.</translation>
    </message>
    <message>
        <source>%1 for %2 at %3</source>
        <translation>‏%1 لحساب %2 على %3</translation>
    </message>
    <message>
        <source>Fetch it anew</source>
        <translation>الجلب من جديد</translation>
    </message>
    <message>
        <source>Should something look wrong: what is kept is thrown away and fetched again from the server. What you have not sent yet, your drafts and settings stay.</source>
        <translation>إن بدا شيء غير صحيح: يُحذف المحفوظ هنا ويُجلب من الخادم من جديد. يبقى ما لم ترسله بعد ومسوداتك وإعداداتك.</translation>
    </message>
    <message>
        <source>Clear what is kept…</source>
        <translation>مسح المحفوظ…</translation>
    </message>
    <message>
        <source>Cleared.</source>
        <translation>تم المسح.</translation>
    </message>
    <message>
        <source>Not while there is no connection.</source>
        <translation>غير ممكن بلا اتصال.</translation>
    </message>
    <message>
        <source>Clear what is kept?</source>
        <translation>مسح المحفوظ؟</translation>
    </message>
    <message>
        <source>The messages kept here are thrown away and fetched again as you read. Until then they cannot be read or searched without a connection. What you have not sent yet, your drafts and settings stay.</source>
        <translation>تُحذف الرسائل المحفوظة هنا وتُجلب من جديد عندما تقرأ. وحتى ذلك الحين لا يمكن قراءتها أو البحث فيها بلا اتصال. يبقى ما لم ترسله بعد ومسوداتك وإعداداتك.</translation>
    </message>
    <message>
        <source>Clear</source>
        <translation>مسح</translation>
    </message>
    <message>
        <source>Clearing…</source>
        <translation>جارٍ المسح…</translation>
    </message>
</context>
<context>
    <name>SidePane</name>
    <message>
        <source>Back to the room</source>
        <translation>الرجوع إلى الغرفة</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>إغلاق</translation>
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
        <translation>تسجيل الدخول</translation>
    </message>
    <message>
        <source>Sign in again</source>
        <translation>تسجيل الدخول من جديد</translation>
    </message>
    <message>
        <source>Create your account</source>
        <translation>إنشاء حسابك</translation>
    </message>
    <message>
        <source>Welcome to Parlor</source>
        <translation>مرحبًا بك في Parlor</translation>
    </message>
    <message>
        <source>Your session on this device has ended. What you wrote is kept and will be sent once you are back.</source>
        <translation>انتهت جلستك على هذا الجهاز. ما كتبته محفوظ وسيُرسل حين تعود.</translation>
    </message>
    <message>
        <source>Server</source>
        <translation>الخادم</translation>
    </message>
    <message>
        <source>Looking for the server…</source>
        <translation>جارٍ البحث عن الخادم…</translation>
    </message>
    <message>
        <source>Found: %1</source>
        <translation>تم العثور على: %1</translation>
    </message>
    <message>
        <source>Have you been here before?</source>
        <translation>هل كنت هنا من قبل؟</translation>
    </message>
    <message>
        <source>New account</source>
        <translation>حساب جديد</translation>
    </message>
    <message>
        <source>This server takes no new accounts from here. Ask its administrator for one.</source>
        <translation>لا يقبل هذا الخادم حسابات جديدة من هنا. اطلب حسابًا من مديره.</translation>
    </message>
    <message>
        <source>User name or email</source>
        <translation>اسم المستخدم أو البريد الإلكتروني</translation>
    </message>
    <message>
        <source>User name</source>
        <translation>اسم المستخدم</translation>
    </message>
    <message>
        <source>Small letters, digits, dot, dash and underscore. Others find you by it.</source>
        <translation>حروف لاتينية صغيرة وأرقام ونقطة وشرطة وشرطة سفلية. به يعثر عليك الآخرون.</translation>
    </message>
    <message>
        <source>Your name</source>
        <translation>اسمك</translation>
    </message>
    <message>
        <source>As others see it. You may leave it empty.</source>
        <translation>كما يراه الآخرون. يمكنك تركه فارغًا.</translation>
    </message>
    <message>
        <source>Email</source>
        <translation>البريد الإلكتروني</translation>
    </message>
    <message>
        <source>Password</source>
        <translation>كلمة المرور</translation>
    </message>
    <message>
        <source>At least 8 characters.</source>
        <translation>8 أحرف على الأقل.</translation>
    </message>
    <message>
        <source>Creating your account…</source>
        <translation>جارٍ إنشاء حسابك…</translation>
    </message>
    <message>
        <source>Signing in…</source>
        <translation>جارٍ تسجيل الدخول…</translation>
    </message>
    <message>
        <source>Create account</source>
        <translation>إنشاء حساب</translation>
    </message>
    <message>
        <source>Back</source>
        <translation>رجوع</translation>
    </message>
</context>
<context>
    <name>SkinTones</name>
    <message>
        <source>No skin tone</source>
        <translation>بلا لون بشرة</translation>
    </message>
    <message>
        <source>Light</source>
        <translation>فاتح</translation>
    </message>
    <message>
        <source>Medium light</source>
        <translation>فاتح متوسط</translation>
    </message>
    <message>
        <source>Medium</source>
        <translation>متوسط</translation>
    </message>
    <message>
        <source>Medium dark</source>
        <translation>داكن متوسط</translation>
    </message>
    <message>
        <source>Dark</source>
        <translation>داكن</translation>
    </message>
    <message>
        <source>Skin tone</source>
        <translation>لون البشرة</translation>
    </message>
</context>
<context>
    <name>StatusDialog</name>
    <message>
        <source>Status</source>
        <translation>الحالة</translation>
    </message>
    <message>
        <source>What you are doing</source>
        <translation>ما تفعله الآن</translation>
    </message>
    <message>
        <source>for example: at lunch until two</source>
        <translation>مثلًا: في استراحة الغداء حتى الثانية</translation>
    </message>
    <message>
        <source>Everybody on this server sees it beside your name.</source>
        <translation>يراها كل من على هذا الخادم بجانب اسمك.</translation>
    </message>
    <message>
        <source>In a meeting</source>
        <translation>في اجتماع</translation>
    </message>
    <message>
        <source>At lunch</source>
        <translation>في استراحة الغداء</translation>
    </message>
    <message>
        <source>Working from home</source>
        <translation>أعمل من المنزل</translation>
    </message>
    <message>
        <source>On holiday</source>
        <translation>في إجازة</translation>
    </message>
    <message>
        <source>Ill</source>
        <translation>في إجازة مرضية</translation>
    </message>
    <message>
        <source>Take it away</source>
        <translation>إزالة الحالة</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>إلغاء</translation>
    </message>
    <message>
        <source>Saving…</source>
        <translation>جارٍ الحفظ…</translation>
    </message>
    <message>
        <source>Save</source>
        <translation>حفظ</translation>
    </message>
</context>
<context>
    <name>Switcher</name>
    <message>
        <source>Jump or search</source>
        <translation>انتقال أو بحث</translation>
    </message>
    <message>
        <source>Room, person or words to search for</source>
        <translation>غرفة أو شخص أو كلمات للبحث عنها</translation>
    </message>
    <message>
        <source>Rooms and people</source>
        <translation>الغرف والأشخاص</translation>
    </message>
    <message>
        <source>%1, person</source>
        <translation>‏%1، شخص</translation>
    </message>
    <message numerus="yes">
        <source>%n unread</source>
        <translation>
            <numerusform>لا رسائل غير مقروءة</numerusform>
            <numerusform>رسالة واحدة غير مقروءة</numerusform>
            <numerusform>رسالتان غير مقروءتين</numerusform>
            <numerusform>‏%n رسائل غير مقروءة</numerusform>
            <numerusform>‏%n رسالة غير مقروءة</numerusform>
            <numerusform>‏%n رسالة غير مقروءة</numerusform>
        </translation>
    </message>
    <message>
        <source>Opening…</source>
        <translation>جارٍ الفتح…</translation>
    </message>
    <message>
        <source>You are in no room yet.</source>
        <translation>لست في أي غرفة بعد.</translation>
    </message>
    <message>
        <source>Looking…</source>
        <translation>جارٍ البحث…</translation>
    </message>
    <message>
        <source>Nobody and no room of yours is called that.</source>
        <translation>لا شخص ولا غرفة من غرفك بهذا الاسم.</translation>
    </message>
    <message>
        <source>Nobody and no room known here is called that. Not connected: the server was not asked.</source>
        <translation>لا شخص ولا غرفة معروفة هنا بهذا الاسم. غير متصل: لم يُسأل الخادم.</translation>
    </message>
    <message>
        <source>Search the messages for “%1”</source>
        <translation>البحث في الرسائل عن «%1»</translation>
    </message>
</context>
<context>
    <name>TextField</name>
    <message>
        <source>Hide the password</source>
        <translation>إخفاء كلمة المرور</translation>
    </message>
    <message>
        <source>Show the password</source>
        <translation>إظهار كلمة المرور</translation>
    </message>
</context>
<context>
    <name>TextMarks</name>
    <message>
        <source>(edited)</source>
        <translation>(معدَّلة)</translation>
    </message>
</context>
<context>
    <name>ThreadPane</name>
    <message>
        <source>Thread</source>
        <translation>سلسلة الردود</translation>
    </message>
    <message numerus="yes">
        <source>%n repl(y/ies)</source>
        <translation>
            <numerusform>لا ردود</numerusform>
            <numerusform>رد واحد</numerusform>
            <numerusform>ردان</numerusform>
            <numerusform>‏%n ردود</numerusform>
            <numerusform>‏%n ردًا</numerusform>
            <numerusform>‏%n رد</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>ThreadRoot</name>
    <message>
        <source>This message was deleted.</source>
        <translation>حُذفت هذه الرسالة.</translation>
    </message>
    <message>
        <source>The first message, by %1: %2</source>
        <translation>الرسالة الأولى، من %1: %2</translation>
    </message>
</context>
<context>
    <name>ThreadSummary</name>
    <message numerus="yes">
        <source>%n repl(y/ies), %1</source>
        <translation>
            <numerusform>لا ردود، %1</numerusform>
            <numerusform>رد واحد، %1</numerusform>
            <numerusform>ردان، %1</numerusform>
            <numerusform>‏%n ردود، %1</numerusform>
            <numerusform>‏%n ردًا، %1</numerusform>
            <numerusform>‏%n رد، %1</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n repl(y/ies)</source>
        <translation>
            <numerusform>لا ردود</numerusform>
            <numerusform>رد واحد</numerusform>
            <numerusform>ردان</numerusform>
            <numerusform>‏%n ردود</numerusform>
            <numerusform>‏%n ردًا</numerusform>
            <numerusform>‏%n رد</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>TimelineStart</name>
    <message>
        <source>This is where the room begins.</source>
        <translation>هنا تبدأ الغرفة.</translation>
    </message>
    <message>
        <source>Try again</source>
        <translation>إعادة المحاولة</translation>
    </message>
    <message>
        <source>This is where the conversation begins.</source>
        <translation>هنا تبدأ المحادثة.</translation>
    </message>
</context>
<context>
    <name>TimelineView</name>
    <message>
        <source>Messages</source>
        <translation>الرسائل</translation>
    </message>
    <message>
        <source>Messages of %1</source>
        <translation>رسائل %1</translation>
    </message>
    <message>
        <source>Thread</source>
        <translation>سلسلة الردود</translation>
    </message>
    <message>
        <source>To the first unread message</source>
        <translation>إلى أول رسالة غير مقروءة</translation>
    </message>
</context>
<context>
    <name>VersionsDialog</name>
    <message>
        <source>Before it was edited</source>
        <translation>قبل تعديلها</translation>
    </message>
</context>
<context>
    <name>WindowSheets</name>
    <message>
        <source>Close</source>
        <translation>إغلاق</translation>
    </message>
</context>
<context>
    <name>Words</name>
    <message>
        <source>Too many attempts. Wait a moment and try again.</source>
        <translation>محاولات كثيرة. انتظر قليلًا ثم حاول من جديد.</translation>
    </message>
    <message numerus="yes">
        <source>Too many attempts. Try again in %n second(s).</source>
        <translation>
            <numerusform>محاولات كثيرة. حاول من جديد الآن.</numerusform>
            <numerusform>محاولات كثيرة. حاول من جديد بعد ثانية واحدة.</numerusform>
            <numerusform>محاولات كثيرة. حاول من جديد بعد ثانيتين.</numerusform>
            <numerusform>محاولات كثيرة. حاول من جديد بعد %n ثوانٍ.</numerusform>
            <numerusform>محاولات كثيرة. حاول من جديد بعد %n ثانية.</numerusform>
            <numerusform>محاولات كثيرة. حاول من جديد بعد %n ثانية.</numerusform>
        </translation>
    </message>
    <message>
        <source>Notes to yourself</source>
        <translation>ملاحظات لنفسك</translation>
    </message>
    <message>
        <source>Direct message</source>
        <translation>رسالة مباشرة</translation>
    </message>
    <message>
        <source>This computer is not connected to a network.</source>
        <translation>هذا الحاسوب غير متصل بشبكة.</translation>
    </message>
    <message>
        <source>There is no server with that name. Check the address.</source>
        <translation>لا يوجد خادم بهذا الاسم. تحقق من العنوان.</translation>
    </message>
    <message>
        <source>Nothing answers at that address. Check it, or ask whether the server is running.</source>
        <translation>لا شيء يجيب على هذا العنوان. تحقق منه، أو اسأل هل الخادم يعمل.</translation>
    </message>
    <message>
        <source>The connection is not secure: the server&apos;s certificate is not trusted. Nothing was sent.</source>
        <translation>الاتصال غير آمن: شهادة الخادم غير موثوقة. لم يُرسل شيء.</translation>
    </message>
    <message>
        <source>The server did not answer in time. Try again.</source>
        <translation>لم يُجب الخادم في الوقت المناسب. حاول من جديد.</translation>
    </message>
    <message>
        <source>The connection was lost before the answer came. Try again.</source>
        <translation>انقطع الاتصال قبل وصول الجواب. حاول من جديد.</translation>
    </message>
    <message>
        <source>Something answers there, but it is not a Parlor server. Check the address.</source>
        <translation>هناك ما يجيب على هذا العنوان، لكنه ليس خادم Parlor. تحقق من العنوان.</translation>
    </message>
    <message>
        <source>The server cannot be reached. Check the connection and try again.</source>
        <translation>لا يمكن الوصول إلى الخادم. تحقق من الاتصال وحاول من جديد.</translation>
    </message>
    <message>
        <source>The server does not accept this. Check what you entered.</source>
        <translation>لا يقبل الخادم هذا. تحقق مما أدخلته.</translation>
    </message>
    <message>
        <source>You are no longer signed in. Sign in again.</source>
        <translation>لم تعد مسجّل الدخول. سجّل الدخول من جديد.</translation>
    </message>
    <message>
        <source>You are not allowed to do this.</source>
        <translation>لا يُسمح لك بفعل هذا.</translation>
    </message>
    <message>
        <source>This is no longer there, or not open to you.</source>
        <translation>لم يعد هذا موجودًا، أو ليس متاحًا لك.</translation>
    </message>
    <message>
        <source>That name is in use. Choose another one.</source>
        <translation>هذا الاسم مستخدم. اختر اسمًا آخر.</translation>
    </message>
    <message>
        <source>This has changed meanwhile. Look at it again, then try once more.</source>
        <translation>تغيّر هذا في أثناء ذلك. راجعه من جديد، ثم حاول مرة أخرى.</translation>
    </message>
    <message>
        <source>This is longer than the server accepts.</source>
        <translation>هذا أطول مما يقبله الخادم.</translation>
    </message>
    <message>
        <source>The server is busy just now. Try again shortly.</source>
        <translation>الخادم مشغول الآن. حاول من جديد بعد قليل.</translation>
    </message>
    <message>
        <source>This was written by a newer version of Parlor. Update Parlor to open it.</source>
        <translation>كُتب هذا بإصدار أحدث من Parlor. حدّث Parlor لفتحه.</translation>
    </message>
    <message>
        <source>It could not be written to this computer&apos;s disk. Check that there is space left.</source>
        <translation>تعذّرت الكتابة على قرص هذا الحاسوب. تحقق من وجود مساحة متبقية.</translation>
    </message>
    <message>
        <source>This profile is already open in another window of Parlor.</source>
        <translation>ملف التعريف هذا مفتوح بالفعل في نافذة أخرى من Parlor.</translation>
    </message>
    <message>
        <source>A file of Parlor is damaged. It will be fetched again from the server.</source>
        <translation>أحد ملفات Parlor تالف. سيُجلب من الخادم من جديد.</translation>
    </message>
    <message>
        <source>The server had a problem and could not do this. Try again; if it stays, tell its administrator.</source>
        <translation>حدثت مشكلة في الخادم ولم يستطع فعل هذا. حاول من جديد؛ فإن استمرت فأبلغ مديره.</translation>
    </message>
    <message>
        <source>2 to 32 characters: small letters, digits, dot, dash and underscore.</source>
        <translation>من 2 إلى 32 حرفًا: حروف لاتينية صغيرة وأرقام ونقطة وشرطة وشرطة سفلية.</translation>
    </message>
    <message>
        <source>An account with this address exists. Sign in instead.</source>
        <translation>يوجد حساب بهذا العنوان. سجّل الدخول بدلًا من ذلك.</translation>
    </message>
    <message>
        <source>Enter an email address, like mara@example.org.</source>
        <translation>أدخل عنوان بريد إلكتروني، مثل mara@example.org.</translation>
    </message>
    <message>
        <source>Use at least 8 characters.</source>
        <translation>استخدم 8 أحرف على الأقل.</translation>
    </message>
    <message>
        <source>At most 64 characters, and no control characters.</source>
        <translation>64 حرفًا على الأكثر، وبلا محارف تحكم.</translation>
    </message>
    <message>
        <source>Enter your user name or email address.</source>
        <translation>أدخل اسم المستخدم أو عنوان البريد الإلكتروني.</translation>
    </message>
    <message>
        <source>There is a room with that name. Choose another one.</source>
        <translation>توجد غرفة بهذا الاسم. اختر اسمًا آخر.</translation>
    </message>
    <message>
        <source>1 to 80 characters, and no control characters.</source>
        <translation>من 1 إلى 80 حرفًا، وبلا محارف تحكم.</translation>
    </message>
    <message>
        <source>At most 250 characters.</source>
        <translation>250 حرفًا على الأكثر.</translation>
    </message>
    <message>
        <source>At most 100 characters.</source>
        <translation>100 حرف على الأكثر.</translation>
    </message>
    <message>
        <source>There is no such time zone. Write it like Europe/Berlin.</source>
        <translation>لا توجد منطقة زمنية كهذه. اكتبها مثل Europe/Berlin.</translation>
    </message>
    <message>
        <source>Somebody of them cannot be added: the account is closed.</source>
        <translation>لا يمكن إضافة أحدهم: الحساب مغلق.</translation>
    </message>
    <message>
        <source>Enter the server&apos;s address, like chat.example.org.</source>
        <translation>أدخل عنوان الخادم، مثل chat.example.org.</translation>
    </message>
    <message>
        <source>Not sent: the server does not accept this message.</source>
        <translation>لم تُرسل: لا يقبل الخادم هذه الرسالة.</translation>
    </message>
    <message>
        <source>Not sent: you are not a member of this room any more.</source>
        <translation>لم تُرسل: لم تعد عضوًا في هذه الغرفة.</translation>
    </message>
    <message>
        <source>Not sent: too many messages in a short time.</source>
        <translation>لم تُرسل: رسائل كثيرة في وقت قصير.</translation>
    </message>
    <message>
        <source>Not sent. Your message is kept here.</source>
        <translation>لم تُرسل. رسالتك محفوظة هنا.</translation>
    </message>
    <message>
        <source>You have been signed out. Your messages are kept.</source>
        <translation>تم تسجيل خروجك. رسائلك محفوظة.</translation>
    </message>
    <message>
        <source>Not connected. Your messages are kept and will be sent.</source>
        <translation>غير متصل. رسائلك محفوظة وستُرسل.</translation>
    </message>
    <message>
        <source>%1 Trying again in %2 s.</source>
        <translation>‏%1 إعادة المحاولة بعد %2 ث.</translation>
    </message>
    <message>
        <source>%1 Trying again in %2 min.</source>
        <translation>‏%1 إعادة المحاولة بعد %2 د.</translation>
    </message>
    <message>
        <source>Connecting. Your messages are kept and will be sent.</source>
        <translation>جارٍ الاتصال. رسائلك محفوظة وستُرسل.</translation>
    </message>
    <message>
        <source>Looking for the system&apos;s keyring.</source>
        <translation>جارٍ البحث عن حلقة مفاتيح النظام.</translation>
    </message>
    <message>
        <source>Your sign-in is kept in the system&apos;s keyring.</source>
        <translation>بيانات دخولك محفوظة في حلقة مفاتيح النظام.</translation>
    </message>
    <message>
        <source>This system has no keyring. Your sign-in is kept in a file that only your user account can read.</source>
        <translation>ليس في هذا النظام حلقة مفاتيح. بيانات دخولك محفوظة في ملف لا يقرؤه إلا حسابك على النظام.</translation>
    </message>
    <message>
        <source>This system has no keyring. Your sign-in is kept until you close Parlor.</source>
        <translation>ليس في هذا النظام حلقة مفاتيح. بيانات دخولك محفوظة إلى أن تغلق Parlor.</translation>
    </message>
    <message>
        <source>Today</source>
        <translation>اليوم</translation>
    </message>
    <message>
        <source>Yesterday</source>
        <translation>أمس</translation>
    </message>
    <message>
        <source>The message was not deleted. %1</source>
        <translation>لم تُحذف الرسالة. %1</translation>
    </message>
    <message>
        <source>Your reaction was not taken. %1</source>
        <translation>لم يُقبل تفاعلك. %1</translation>
    </message>
    <message>
        <source>The message was not pinned. %1</source>
        <translation>لم تُثبَّت الرسالة. %1</translation>
    </message>
    <message>
        <source>The message is still pinned. %1</source>
        <translation>لا تزال الرسالة مثبّتة. %1</translation>
    </message>
    <message>
        <source>%1, %2</source>
        <comment>day, time</comment>
        <translation>%1، %2</translation>
    </message>
</context>
<context>
    <name>WorkspaceRoom</name>
    <message>
        <source>Message deleted.</source>
        <translation>حُذفت الرسالة.</translation>
    </message>
    <message>
        <source>Undo</source>
        <translation>تراجع</translation>
    </message>
</context>
<context>
    <name>WorkspaceSide</name>
    <message>
        <source>Members</source>
        <translation>الأعضاء</translation>
    </message>
</context>
<context>
    <name>main</name>
    <message>
        <source>Parlor is already open with the profile “%1”, and does not answer. Use that window, or start with --profile NAME to have a second one.</source>
        <translation>برنامج Parlor مفتوح بالفعل بملف التعريف «%1»، ولا يستجيب. استخدم تلك النافذة، أو ابدأ بالخيار ‎--profile NAME‏ لفتح نافذة ثانية.</translation>
    </message>
    <message>
        <source>The profile “%1” cannot be opened: %2</source>
        <translation>لا يمكن فتح ملف التعريف «%1»: %2</translation>
    </message>
    <message>
        <source>The window cannot be made.</source>
        <translation>لا يمكن إنشاء النافذة.</translation>
    </message>
</context>
<context>
    <name>parlor::AccountAttention</name>
    <message>
        <source>Somebody</source>
        <translation>شخص ما</translation>
    </message>
</context>
<context>
    <name>parlor::Attention</name>
    <message>
        <source>Your reply was not sent</source>
        <translation>لم يُرسل ردك</translation>
    </message>
    <message>
        <source>Notifications work</source>
        <translation>الإشعارات تعمل</translation>
    </message>
    <message>
        <source>This is what a message from Parlor looks like.</source>
        <translation>هكذا تبدو رسالة من Parlor.</translation>
    </message>
    <message>
        <source>Parlor is still running</source>
        <translation>لا يزال Parlor يعمل</translation>
    </message>
    <message>
        <source>It goes on in the tray, so that you are told of messages. You can quit it there, or change this in the settings.</source>
        <translation>يستمر في علبة النظام لكي تُبلَّغ بالرسائل. يمكنك إنهاؤه هناك، أو تغيير ذلك في الإعدادات.</translation>
    </message>
    <message>
        <source>Until you turn it off</source>
        <translation>حتى توقفه</translation>
    </message>
    <message>
        <source>Until %1</source>
        <translation>حتى %1</translation>
    </message>
    <message>
        <source>Until tomorrow, %1</source>
        <translation>حتى الغد، %1</translation>
    </message>
</context>
<context>
    <name>parlor::BansModel</name>
    <message>
        <source>Banned by you, %1</source>
        <translation>حظرته أنت، %1</translation>
    </message>
    <message>
        <source>Banned by %1, %2</source>
        <translation>حظره %1، %2</translation>
    </message>
    <message>
        <source>Banned %1</source>
        <translation>محظور، %1</translation>
    </message>
</context>
<context>
    <name>parlor::Bubbles</name>
    <message>
        <source>%1 in %2</source>
        <translation>‏%1 في %2</translation>
    </message>
    <message>
        <source>New message</source>
        <translation>رسالة جديدة</translation>
    </message>
    <message numerus="yes">
        <source>%n messages from %1</source>
        <translation>
            <numerusform>لا رسائل من %1</numerusform>
            <numerusform>رسالة واحدة من %1</numerusform>
            <numerusform>رسالتان من %1</numerusform>
            <numerusform>‏%n رسائل من %1</numerusform>
            <numerusform>‏%n رسالة من %1</numerusform>
            <numerusform>‏%n رسالة من %1</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n messages in %1</source>
        <translation>
            <numerusform>لا رسائل في %1</numerusform>
            <numerusform>رسالة واحدة في %1</numerusform>
            <numerusform>رسالتان في %1</numerusform>
            <numerusform>‏%n رسائل في %1</numerusform>
            <numerusform>‏%n رسالة في %1</numerusform>
            <numerusform>‏%n رسالة في %1</numerusform>
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
            <numerusform>لا رسائل جديدة</numerusform>
            <numerusform>رسالة جديدة واحدة</numerusform>
            <numerusform>رسالتان جديدتان</numerusform>
            <numerusform>‏%n رسائل جديدة</numerusform>
            <numerusform>‏%n رسالة جديدة</numerusform>
            <numerusform>‏%n رسالة جديدة</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>In %1 and %n other room(s)</source>
        <translation>
            <numerusform>في %1</numerusform>
            <numerusform>في %1 وغرفة أخرى</numerusform>
            <numerusform>في %1 وغرفتين أخريين</numerusform>
            <numerusform>في %1 و%n غرف أخرى</numerusform>
            <numerusform>في %1 و%n غرفة أخرى</numerusform>
            <numerusform>في %1 و%n غرفة أخرى</numerusform>
        </translation>
    </message>
    <message>
        <source>In %1</source>
        <translation>في %1</translation>
    </message>
</context>
<context>
    <name>parlor::CompletionModel</name>
    <message>
        <source>Everybody in this room</source>
        <translation>كل من في هذه الغرفة</translation>
    </message>
</context>
<context>
    <name>parlor::Composer</name>
    <message>
        <source>Editing your message</source>
        <translation>تعديل رسالتك</translation>
    </message>
    <message>
        <source>Answering %1</source>
        <translation>الرد على %1</translation>
    </message>
    <message>
        <source>This room is archived. It can be read, but nothing more can be written in it.</source>
        <translation>هذه الغرفة مؤرشفة. يمكن قراءتها، ولا يمكن الكتابة فيها بعد الآن.</translation>
    </message>
    <message>
        <source>Answer in the thread</source>
        <translation>الرد في سلسلة الردود</translation>
    </message>
    <message>
        <source>Message %1</source>
        <translation>رسالة إلى %1</translation>
    </message>
    <message>
        <source>Somebody</source>
        <translation>شخص ما</translation>
    </message>
    <message>
        <source>%1 is typing…</source>
        <translation>‏%1 يكتب…</translation>
    </message>
    <message>
        <source>%1 and %2 are typing…</source>
        <translation>‏%1 و%2 يكتبان…</translation>
    </message>
    <message>
        <source>Several people are typing…</source>
        <translation>عدة أشخاص يكتبون…</translation>
    </message>
    <message>
        <source>a message</source>
        <translation>رسالة</translation>
    </message>
</context>
<context>
    <name>parlor::DBusNotifier</name>
    <message>
        <source>Open</source>
        <translation>فتح</translation>
    </message>
    <message>
        <source>Reply</source>
        <translation>رد</translation>
    </message>
</context>
<context>
    <name>parlor::DevicesModel</name>
    <message>
        <source>Device without a name</source>
        <translation>جهاز بلا اسم</translation>
    </message>
    <message>
        <source>This device, signed in from %1</source>
        <translation>هذا الجهاز، الدخول من %1</translation>
    </message>
    <message>
        <source>Signed in from %1, last used %2</source>
        <translation>الدخول من %1، آخر استخدام %2</translation>
    </message>
</context>
<context>
    <name>parlor::EmojiModel</name>
    <message>
        <source>Smileys</source>
        <translation>الوجوه</translation>
    </message>
    <message>
        <source>People</source>
        <translation>الأشخاص</translation>
    </message>
    <message>
        <source>Animals and nature</source>
        <translation>الحيوانات والطبيعة</translation>
    </message>
    <message>
        <source>Food and drink</source>
        <translation>الطعام والشراب</translation>
    </message>
    <message>
        <source>Travel and places</source>
        <translation>السفر والأماكن</translation>
    </message>
    <message>
        <source>Activities</source>
        <translation>الأنشطة</translation>
    </message>
    <message>
        <source>Objects</source>
        <translation>الأشياء</translation>
    </message>
    <message>
        <source>Symbols</source>
        <translation>الرموز</translation>
    </message>
    <message>
        <source>Flags</source>
        <translation>الأعلام</translation>
    </message>
    <message>
        <source>Used last</source>
        <translation>المستخدمة أخيرًا</translation>
    </message>
</context>
<context>
    <name>parlor::MembersModel</name>
    <message>
        <source>Somebody of them is banned from this room. Lift the ban first.</source>
        <translation>أحدهم محظور من هذه الغرفة. ارفع الحظر أولًا.</translation>
    </message>
</context>
<context>
    <name>parlor::MessageDetails</name>
    <message>
        <source>Unknown person</source>
        <translation>شخص غير معروف</translation>
    </message>
</context>
<context>
    <name>parlor::MessageListModel</name>
    <message>
        <source>%1, %2, not sent yet: %3</source>
        <translation>‏%1، %2، لم تُرسل بعد: %3</translation>
    </message>
    <message>
        <source>%1, %2: %3. %4</source>
        <translation>%1، %2: %3. %4</translation>
    </message>
    <message>
        <source>%1, %2: deleted</source>
        <translation>‏%1، %2: محذوفة</translation>
    </message>
    <message>
        <source>%1, %2: %3</source>
        <translation>%1، %2: %3</translation>
    </message>
    <message>
        <source>%1, %2</source>
        <translation>%1، %2</translation>
    </message>
    <message>
        <source>Unknown person</source>
        <translation>شخص غير معروف</translation>
    </message>
    <message>
        <source>Your edit was not taken: you may not change this message any more.</source>
        <translation>لم يُقبل تعديلك: لم يعد بإمكانك تغيير هذه الرسالة.</translation>
    </message>
    <message>
        <source>Your edit was not taken: the message was changed meanwhile.</source>
        <translation>لم يُقبل تعديلك: تغيّرت الرسالة في أثناء ذلك.</translation>
    </message>
    <message>
        <source>Your edit was not taken. It is kept here.</source>
        <translation>لم يُقبل تعديلك. هو محفوظ هنا.</translation>
    </message>
    <message>
        <source>you</source>
        <translation>أنت</translation>
    </message>
    <message numerus="yes">
        <source>%1 and %n more</source>
        <translation>
            <numerusform>%1</numerusform>
            <numerusform>‏%1 وشخص آخر</numerusform>
            <numerusform>‏%1 وشخصان آخران</numerusform>
            <numerusform>‏%1 و%n أشخاص آخرون</numerusform>
            <numerusform>‏%1 و%n شخصًا آخر</numerusform>
            <numerusform>‏%1 و%n شخص آخر</numerusform>
        </translation>
    </message>
    <message>
        <source>last today at %1</source>
        <translation>آخر رد اليوم %1</translation>
    </message>
    <message>
        <source>last %1</source>
        <translation>آخر رد %1</translation>
    </message>
</context>
<context>
    <name>parlor::OwnProfile</name>
    <message>
        <source>Enter the name that others see.</source>
        <translation>أدخل الاسم الذي يراه الآخرون.</translation>
    </message>
    <message>
        <source>There is no such time zone. Write it like Europe/Berlin.</source>
        <translation>لا توجد منطقة زمنية كهذه. اكتبها مثل Europe/Berlin.</translation>
    </message>
</context>
<context>
    <name>parlor::PasswordForm</name>
    <message>
        <source>Enter the password that you have now.</source>
        <translation>أدخل كلمة المرور الحالية.</translation>
    </message>
    <message>
        <source>Use at least 8 characters.</source>
        <translation>استخدم 8 أحرف على الأقل.</translation>
    </message>
    <message>
        <source>This is not the same as above.</source>
        <translation>لا تطابق ما أعلاه.</translation>
    </message>
    <message>
        <source>This is not your password.</source>
        <translation>هذه ليست كلمة مرورك.</translation>
    </message>
</context>
<context>
    <name>parlor::PersonCard</name>
    <message>
        <source>Deleted account</source>
        <translation>حساب محذوف</translation>
    </message>
    <message>
        <source>This account was deleted. What it wrote stays.</source>
        <translation>حُذف هذا الحساب. يبقى ما كتبه.</translation>
    </message>
    <message>
        <source>This account is closed for now.</source>
        <translation>هذا الحساب مغلق حاليًا.</translation>
    </message>
</context>
<context>
    <name>parlor::PlaceOpener</name>
    <message>
        <source>This link leads nowhere</source>
        <translation>هذا الرابط لا يؤدي إلى شيء</translation>
    </message>
    <message>
        <source>It is not an address of a room or message. Perhaps a part of it is missing.</source>
        <translation>ليس عنوان غرفة أو رسالة. ربما ينقص جزء منه.</translation>
    </message>
    <message>
        <source>You have no account there</source>
        <translation>ليس لديك حساب هناك</translation>
    </message>
    <message>
        <source>The link leads to a room at %1. Add an account there to open it.</source>
        <translation>يؤدي الرابط إلى غرفة على %1. أضف حسابًا هناك لفتحها.</translation>
    </message>
    <message>
        <source>You are not in this room</source>
        <translation>لست في هذه الغرفة</translation>
    </message>
    <message>
        <source>The message cannot be shown</source>
        <translation>لا يمكن عرض الرسالة</translation>
    </message>
    <message>
        <source>The message is gone</source>
        <translation>لم تعد الرسالة موجودة</translation>
    </message>
    <message>
        <source>It was deleted, or it was never in this room.</source>
        <translation>حُذفت، أو لم تكن قط في هذه الغرفة.</translation>
    </message>
    <message>
        <source>Add an account</source>
        <translation>إضافة حساب</translation>
    </message>
    <message>
        <source>You cannot join this room</source>
        <translation>لا يمكنك الانضمام إلى هذه الغرفة</translation>
    </message>
    <message>
        <source>It is private, or it was deleted.</source>
        <translation>إنها خاصة، أو حُذفت.</translation>
    </message>
    <message>
        <source>If it is public, you can join it. Its members will see that you did.</source>
        <translation>إذا كانت عامة فيمكنك الانضمام إليها. سيرى أعضاؤها أنك انضممت.</translation>
    </message>
    <message>
        <source>Join</source>
        <translation>انضمام</translation>
    </message>
</context>
<context>
    <name>parlor::RoomActs</name>
    <message>
        <source>Nobody is chosen.</source>
        <translation>لم يُختر أحد.</translation>
    </message>
    <message>
        <source>A direct conversation stays as it is.</source>
        <translation>تبقى المحادثة المباشرة كما هي.</translation>
    </message>
    <message>
        <source>To go yourself, leave the room.</source>
        <translation>لتخرج أنت، غادر الغرفة.</translation>
    </message>
    <message>
        <source>Only owners and moderators of the room can do this.</source>
        <translation>مالكو الغرفة ومشرفوها وحدهم يستطيعون فعل هذا.</translation>
    </message>
    <message>
        <source>Only owners of the room can do this.</source>
        <translation>مالكو الغرفة وحدهم يستطيعون فعل هذا.</translation>
    </message>
    <message>
        <source>The room is archived. Open it again first.</source>
        <translation>الغرفة مؤرشفة. أعد فتحها أولًا.</translation>
    </message>
    <message>
        <source>You are the only owner, and a room always has one. Make another member owner first.</source>
        <translation>أنت المالك الوحيد، ولا بد للغرفة من مالك. عيّن عضوًا آخر مالكًا أولًا.</translation>
    </message>
    <message>
        <source>Leave %1?</source>
        <translation>مغادرة %1؟</translation>
    </message>
    <message>
        <source>Leave</source>
        <translation>مغادرة</translation>
    </message>
    <message>
        <source>Leaving…</source>
        <translation>جارٍ المغادرة…</translation>
    </message>
    <message>
        <source>You are the last one here. The room will be deleted, with everything in it.</source>
        <translation>أنت آخر من هنا. ستُحذف الغرفة بكل ما فيها.</translation>
    </message>
    <message>
        <source>You will no longer see this room or what was written in it. You can come back if an owner or moderator adds you again.</source>
        <translation>لن ترى هذه الغرفة ولا ما كُتب فيها بعد الآن. يمكنك العودة إذا أضافك مالك أو مشرف من جديد.</translation>
    </message>
    <message>
        <source>You will no longer get its messages. You can come back at any time: find it again and join.</source>
        <translation>لن تصلك رسائلها بعد الآن. يمكنك العودة في أي وقت: ابحث عنها من جديد وانضم إليها.</translation>
    </message>
    <message>
        <source>If you are the only owner, make another member owner first.</source>
        <translation>إن كنت المالك الوحيد، فعيّن عضوًا آخر مالكًا أولًا.</translation>
    </message>
    <message numerus="yes">
        <source>%n message(s) of yours not sent yet will be discarded.</source>
        <translation>
            <numerusform>ليست لديك رسائل لم تُرسل.</numerusform>
            <numerusform>لديك رسالة لم تُرسل بعد، وستُحذف.</numerusform>
            <numerusform>لديك رسالتان لم تُرسلا بعد، وستُحذفان.</numerusform>
            <numerusform>لديك %n رسائل لم تُرسل بعد، وستُحذف.</numerusform>
            <numerusform>لديك %n رسالة لم تُرسل بعد، وستُحذف.</numerusform>
            <numerusform>لديك %n رسالة لم تُرسل بعد، وستُحذف.</numerusform>
        </translation>
    </message>
    <message>
        <source>Archive %1?</source>
        <translation>أرشفة %1؟</translation>
    </message>
    <message>
        <source>Archive</source>
        <translation>أرشفة</translation>
    </message>
    <message>
        <source>Archiving…</source>
        <translation>جارٍ الأرشفة…</translation>
    </message>
    <message>
        <source>Everybody in it can go on reading, and nobody can write. An owner can open it again at any time.</source>
        <translation>يستطيع كل من فيها متابعة القراءة، ولا يستطيع أحد الكتابة. يمكن لمالك إعادة فتحها في أي وقت.</translation>
    </message>
    <message>
        <source>Open %1 again?</source>
        <translation>إعادة فتح %1؟</translation>
    </message>
    <message>
        <source>Open again</source>
        <translation>إعادة الفتح</translation>
    </message>
    <message>
        <source>Opening…</source>
        <translation>جارٍ الفتح…</translation>
    </message>
    <message>
        <source>Everybody in it can write again.</source>
        <translation>يستطيع كل من فيها الكتابة من جديد.</translation>
    </message>
    <message>
        <source>Delete %1?</source>
        <translation>حذف %1؟</translation>
    </message>
    <message>
        <source>Delete for everybody</source>
        <translation>حذف لدى الجميع</translation>
    </message>
    <message>
        <source>Deleting…</source>
        <translation>جارٍ الحذف…</translation>
    </message>
    <message numerus="yes">
        <source>All %n member(s) lose the room and everything written in it, for good. Nobody can bring it back.</source>
        <translation>
            <numerusform>تُفقد الغرفة وكل ما كُتب فيها نهائيًا. لا يمكن لأحد استعادتها.</numerusform>
            <numerusform>يفقد العضو الوحيد الغرفة وكل ما كُتب فيها نهائيًا. لا يمكن لأحد استعادتها.</numerusform>
            <numerusform>يفقد العضوان كلاهما الغرفة وكل ما كُتب فيها نهائيًا. لا يمكن لأحد استعادتها.</numerusform>
            <numerusform>يفقد جميع الأعضاء (%n) الغرفة وكل ما كُتب فيها نهائيًا. لا يمكن لأحد استعادتها.</numerusform>
            <numerusform>يفقد جميع الأعضاء (%n) الغرفة وكل ما كُتب فيها نهائيًا. لا يمكن لأحد استعادتها.</numerusform>
            <numerusform>يفقد جميع الأعضاء (%n) الغرفة وكل ما كُتب فيها نهائيًا. لا يمكن لأحد استعادتها.</numerusform>
        </translation>
    </message>
    <message>
        <source>The room and everything written in it are gone, for good. Nobody can bring it back.</source>
        <translation>تُفقد الغرفة وكل ما كُتب فيها نهائيًا. لا يمكن لأحد استعادتها.</translation>
    </message>
    <message>
        <source>To only stop the talk and keep what was said, archive it.</source>
        <translation>لإيقاف المحادثة فقط مع الاحتفاظ بما قيل، أرشفها.</translation>
    </message>
    <message>
        <source>Remove %1 from %2?</source>
        <translation>إزالة %1 من %2؟</translation>
    </message>
    <message>
        <source>Remove</source>
        <translation>إزالة</translation>
    </message>
    <message>
        <source>Removing…</source>
        <translation>جارٍ الإزالة…</translation>
    </message>
    <message>
        <source>%1 will no longer see this room or what was written in it. They can come back if an owner or moderator adds them again. What they wrote stays.</source>
        <translation>لن يرى %1 هذه الغرفة ولا ما كُتب فيها بعد الآن. تمكن العودة إذا أضافه مالك أو مشرف من جديد. يبقى ما كتبه.</translation>
    </message>
    <message>
        <source>%1 will no longer get this room&apos;s messages. They can come back if they join again: to prevent that, ban them. What they wrote stays.</source>
        <translation>لن تصل رسائل هذه الغرفة إلى %1 بعد الآن. تمكن العودة بالانضمام من جديد: لمنع ذلك استخدم الحظر. يبقى ما كتبه.</translation>
    </message>
    <message>
        <source>Ban %1 from %2?</source>
        <translation>حظر %1 من %2؟</translation>
    </message>
    <message>
        <source>Ban</source>
        <translation>حظر</translation>
    </message>
    <message>
        <source>Banning…</source>
        <translation>جارٍ الحظر…</translation>
    </message>
    <message>
        <source>%1 will no longer see this room. They can come back only if an owner or moderator lifts the ban. What they wrote stays.</source>
        <translation>لن يرى %1 هذه الغرفة بعد الآن. لا تمكن العودة إلا إذا رفع مالك أو مشرف الحظر. يبقى ما كتبه.</translation>
    </message>
    <message>
        <source>Lift the ban of %1?</source>
        <translation>رفع الحظر عن %1؟</translation>
    </message>
    <message>
        <source>Lift the ban</source>
        <translation>رفع الحظر</translation>
    </message>
    <message>
        <source>Lifting…</source>
        <translation>جارٍ رفع الحظر…</translation>
    </message>
    <message>
        <source>%1 can be added to the room again. They are not in it until somebody does.</source>
        <translation>تمكن إضافة %1 إلى الغرفة من جديد. لا عودة إليها حتى يضيفه أحد.</translation>
    </message>
    <message>
        <source>%1 can join the room again. They are not in it until they do.</source>
        <translation>يستطيع %1 الانضمام إلى الغرفة من جديد. لا عودة إليها قبل ذلك.</translation>
    </message>
    <message>
        <source>Make %1 an owner?</source>
        <translation>تعيين %1 مالكًا؟</translation>
    </message>
    <message>
        <source>Make owner</source>
        <translation>تعيين مالكًا</translation>
    </message>
    <message>
        <source>Changing…</source>
        <translation>جارٍ التغيير…</translation>
    </message>
    <message>
        <source>%1 will be able to do all that you can: give roles, archive and delete the room, and remove anybody from it, you too.</source>
        <translation>سيستطيع %1 فعل كل ما تستطيعه: منح الأدوار، وأرشفة الغرفة وحذفها، وإزالة أي شخص منها، حتى أنت.</translation>
    </message>
    <message>
        <source>Make %1 a moderator?</source>
        <translation>تعيين %1 مشرفًا؟</translation>
    </message>
    <message>
        <source>Make moderator</source>
        <translation>تعيين مشرفًا</translation>
    </message>
    <message>
        <source>You will no longer be able to give roles, archive or delete the room, until an owner makes you owner again.</source>
        <translation>لن تستطيع منح الأدوار أو أرشفة الغرفة أو حذفها، حتى يعيّنك مالك مالكًا من جديد.</translation>
    </message>
    <message>
        <source>%1 will no longer be able to give roles, archive or delete the room. They can still change its name and topic, and remove members and messages.</source>
        <translation>لن يستطيع %1 منح الأدوار أو أرشفة الغرفة أو حذفها. يبقى له تغيير اسمها وموضوعها، وإزالة الأعضاء والرسائل.</translation>
    </message>
    <message>
        <source>%1 will be able to change name and topic, delete messages of others, and add, remove and ban members.</source>
        <translation>سيستطيع %1 تغيير الاسم والموضوع، وحذف رسائل الآخرين، وإضافة الأعضاء وإزالتهم وحظرهم.</translation>
    </message>
    <message>
        <source>Become a plain member?</source>
        <translation>هل تصبح عضوًا عاديًا؟</translation>
    </message>
    <message>
        <source>Make %1 a plain member?</source>
        <translation>تعيين %1 عضوًا عاديًا؟</translation>
    </message>
    <message>
        <source>Make member</source>
        <translation>تعيين عضوًا</translation>
    </message>
    <message>
        <source>You will no longer be able to change the room or its members, until an owner gives you that role again.</source>
        <translation>لن تستطيع تغيير الغرفة أو أعضائها، حتى يمنحك مالك هذا الدور من جديد.</translation>
    </message>
    <message>
        <source>%1 stays in the room, and will no longer be able to change it or its members.</source>
        <translation>يبقى %1 في الغرفة، ولن يستطيع تغييرها أو تغيير أعضائها.</translation>
    </message>
</context>
<context>
    <name>parlor::RoomInfo</name>
    <message>
        <source>A direct conversation stays as it is.</source>
        <translation>تبقى المحادثة المباشرة كما هي.</translation>
    </message>
    <message>
        <source>Only owners and moderators of the room can change this.</source>
        <translation>مالكو الغرفة ومشرفوها وحدهم يستطيعون تغيير هذا.</translation>
    </message>
    <message>
        <source>Only owners of the room can change this.</source>
        <translation>مالكو الغرفة وحدهم يستطيعون تغيير هذا.</translation>
    </message>
    <message>
        <source>The room is archived. Open it again to change this.</source>
        <translation>الغرفة مؤرشفة. أعد فتحها لتغيير هذا.</translation>
    </message>
    <message>
        <source>Give the room a name.</source>
        <translation>أدخل اسمًا للغرفة.</translation>
    </message>
    <message>
        <source>Nobody else has written here.</source>
        <translation>لم يكتب أحد غيرك هنا.</translation>
    </message>
</context>
<context>
    <name>parlor::RoomListModel</name>
    <message>
        <source>Unread</source>
        <translation>غير المقروءة</translation>
    </message>
    <message>
        <source>Favourites</source>
        <translation>المفضلة</translation>
    </message>
    <message>
        <source>Direct messages</source>
        <translation>الرسائل المباشرة</translation>
    </message>
    <message>
        <source>Archived</source>
        <translation>المؤرشفة</translation>
    </message>
    <message>
        <source>Rooms</source>
        <translation>الغرف</translation>
    </message>
</context>
<context>
    <name>parlor::SearchModel</name>
    <message>
        <source>On %1</source>
        <translation>في %1</translation>
    </message>
    <message>
        <source>%1 to %2</source>
        <translation>من %1 إلى %2</translation>
    </message>
    <message>
        <source>Today</source>
        <translation>اليوم</translation>
    </message>
    <message>
        <source>Since %1</source>
        <translation>منذ %1</translation>
    </message>
    <message>
        <source>Before %1</source>
        <translation>قبل %1</translation>
    </message>
    <message>
        <source>Unknown person</source>
        <translation>شخص غير معروف</translation>
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
        <translation>أدخل اسم المستخدم أو عنوان البريد الإلكتروني.</translation>
    </message>
    <message>
        <source>Enter your password.</source>
        <translation>أدخل كلمة المرور.</translation>
    </message>
    <message>
        <source>Choose a user name.</source>
        <translation>اختر اسم مستخدم.</translation>
    </message>
    <message>
        <source>Enter your email address.</source>
        <translation>أدخل عنوان بريدك الإلكتروني.</translation>
    </message>
    <message numerus="yes">
        <source>Use at least %n characters.</source>
        <translation>
            <numerusform>استخدم أي عدد من الأحرف.</numerusform>
            <numerusform>استخدم حرفًا واحدًا على الأقل.</numerusform>
            <numerusform>استخدم حرفين على الأقل.</numerusform>
            <numerusform>استخدم %n أحرف على الأقل.</numerusform>
            <numerusform>استخدم %n حرفًا على الأقل.</numerusform>
            <numerusform>استخدم %n حرف على الأقل.</numerusform>
        </translation>
    </message>
    <message>
        <source>User name or password is wrong. Nothing was changed.</source>
        <translation>اسم المستخدم أو كلمة المرور غير صحيحة. لم يتغير شيء.</translation>
    </message>
    <message>
        <source>This server takes no new accounts from here. Ask its administrator for one.</source>
        <translation>لا يقبل هذا الخادم حسابات جديدة من هنا. اطلب حسابًا من مديره.</translation>
    </message>
    <message>
        <source>You are signed in to this account already.</source>
        <translation>أنت مسجّل الدخول إلى هذا الحساب بالفعل.</translation>
    </message>
</context>
<context>
    <name>parlor::SystemTray</name>
    <message>
        <source>Open Parlor</source>
        <translation>فتح Parlor</translation>
    </message>
    <message>
        <source>Do not disturb</source>
        <translation>عدم الإزعاج</translation>
    </message>
    <message>
        <source>For 30 minutes</source>
        <translation>لمدة 30 دقيقة</translation>
    </message>
    <message>
        <source>For 1 hour</source>
        <translation>لمدة ساعة</translation>
    </message>
    <message>
        <source>Until tomorrow</source>
        <translation>حتى الغد</translation>
    </message>
    <message>
        <source>Until I turn it off</source>
        <translation>حتى أوقفه</translation>
    </message>
    <message>
        <source>Turn off</source>
        <translation>إيقاف</translation>
    </message>
    <message>
        <source>Quit Parlor</source>
        <translation>إنهاء Parlor</translation>
    </message>
    <message numerus="yes">
        <source>Parlor, %n unread</source>
        <translation>
            <numerusform>‏Parlor، لا رسائل غير مقروءة</numerusform>
            <numerusform>‏Parlor، رسالة واحدة غير مقروءة</numerusform>
            <numerusform>‏Parlor، رسالتان غير مقروءتين</numerusform>
            <numerusform>‏Parlor، %n رسائل غير مقروءة</numerusform>
            <numerusform>‏Parlor، %n رسالة غير مقروءة</numerusform>
            <numerusform>‏Parlor، %n رسالة غير مقروءة</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>parlor::TimelineModel</name>
    <message>
        <source>That message is in another room.</source>
        <translation>تلك الرسالة في غرفة أخرى.</translation>
    </message>
    <message>
        <source>There is no message there.</source>
        <translation>لا توجد رسالة هناك.</translation>
    </message>
</context>
</TS>
