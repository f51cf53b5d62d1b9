// SPDX-License-Identifier: GPL-3.0-or-later
#include "client/models/attention.h"

#include "client/core/core.h"
#include "client/core/profile.h"
#include "client/models/account_attention.h"
#include "client/models/accounts_model.h"
#include "client/models/session.h"
#include "client/models/words.h"

#include <QLocale>

namespace parlor {

using namespace Qt::StringLiterals;

namespace {

const auto testKey = u"test"_s;
const auto trayKey = u"tray"_s;
// A clock may be set while one is not to be disturbed: it is looked at this often.
constexpr int lookMs = 15'000;
constexpr int countMs = 250;
// The window's first frame comes before.
constexpr int trayMs = 400;
// Until tomorrow is until people begin to work.
constexpr int morningHour = 8;
// What "until I turn it off" is kept as.
constexpr int always = 100; // years

QString wordOf(NotifyObstacle obstacle) {
    switch (obstacle) {
    case NotifyObstacle::None:
        return {};
    case NotifyObstacle::Unknown:
        return u"unknown"_s;
    case NotifyObstacle::NoService:
        return u"noService"_s;
    case NotifyObstacle::NotAnswering:
        return u"notAnswering"_s;
    case NotifyObstacle::Denied:
        return u"denied"_s;
    case NotifyObstacle::DesktopQuiet:
        return u"desktopQuiet"_s;
    }
    return {};
}

QDateTime endOf(QuietSpan span, const QDateTime& now) {
    switch (span) {
    case QuietSpan::HalfHour:
        return now.addSecs(30 * 60);
    case QuietSpan::Hour:
        return now.addSecs(60 * 60);
    case QuietSpan::Tomorrow:
        return QDateTime(now.toLocalTime().date().addDays(1), QTime(morningHour, 0)).toUTC();
    case QuietSpan::Always:
        return now.addYears(always);
    case QuietSpan::Off:
        break;
    }
    return {};
}

} // namespace

Attention::Attention(Profile& profile, AccountsModel& accounts, QObject* parent)
    : QObject(parent)
    , m_settings(profile)
    , m_accounts(accounts)
    , m_desktop(makeNoDesktop())
    , m_bubbles(*m_desktop.notifier)
    , m_autostart(profile.name()) {
    connect(&accounts, &QAbstractItemModel::rowsInserted, this,
            [this](const QModelIndex&, int first, int last) {
                for (int row = first; row <= last; ++row)
                    add(m_accounts.at(row));
            });
    connect(&accounts, &QAbstractItemModel::rowsAboutToBeRemoved, this,
            [this](const QModelIndex&, int first, int last) {
                for (int row = first; row <= last; ++row)
                    drop(m_accounts.at(row));
            });
    connect(&m_settings, &NotificationSettings::changed, this, &Attention::applySettings);
    connect(&m_idle, &IdleWatch::awayChanged, this, &Attention::tellPresence);
    connect(&m_quietTimer, &QTimer::timeout, this, &Attention::updateQuiet);
    m_quietTimer.setInterval(lookMs);
    m_countTimer.setSingleShot(true);
    m_countTimer.setInterval(countMs);
    connect(&m_countTimer, &QTimer::timeout, this, &Attention::showCount);
    QTimer::singleShot(trayMs, this, [this] {
        m_trayShown = true;
        m_desktop.tray->setShown(true);
    });
    applySettings();
    updateQuiet();
    for (int row = 0; row < accounts.count(); ++row)
        add(accounts.at(row));
}

Attention::~Attention() {
    // They take their bubbles away, which are members.
    qDeleteAll(m_watching);
}

void Attention::setDesktop(Desktop desktop) {
    // Its signals end with it, and nothing refers to it once the bubbles have the other.
    const Desktop before = std::exchange(m_desktop, std::move(desktop));
    m_bubbles.setNotifier(*m_desktop.notifier);
    Notifier& notifier = *m_desktop.notifier;
    connect(&notifier, &Notifier::stateChanged, this, &Attention::obstacleChanged);
    connect(&notifier, &Notifier::activated, this, &Attention::onActivated);
    connect(&notifier, &Notifier::replied, this, &Attention::onReplied);
    connect(&notifier, &Notifier::shown, this, [this](const QString& key) {
        if (key != testKey)
            return;
        m_test = u"shown"_s;
        Q_EMIT testChanged();
    });
    Tray& tray = *m_desktop.tray;
    connect(&tray, &Tray::availableChanged, this, &Attention::trayChanged);
    connect(&tray, &Tray::openWanted, this, [this] { Q_EMIT raiseWanted({}); });
    connect(&tray, &Tray::quitWanted, this, &Attention::quitWanted);
    connect(&tray, &Tray::quietWanted, this, &Attention::setQuietSpan);
    connect(m_desktop.lock.get(), &ScreenLock::changed, &m_idle, &IdleWatch::setLocked);
    tray.setQuiet(m_quiet);
    tray.setBadge(m_shownCount);
    tray.setShown(m_trayShown);
    m_desktop.badge->setCount(m_shownCount.unread);
    Q_EMIT trayChanged();
    Q_EMIT obstacleChanged();
}

void Attention::applySettings() {
    m_bubbles.setPreview(m_settings.isPreview());
    m_bubbles.setSound(m_settings.isSound());
    m_idle.setLimit(std::chrono::minutes(m_settings.awayAfter()));
    Q_EMIT trayChanged();
}

// --- accounts ---

void Attention::add(Session* session) {
    auto* const account = new AccountAttention(*session, m_bubbles, this);
    m_watching.insert(session, account);
    connect(account, &AccountAttention::countChanged, this, &Attention::recount);
    connect(account, &AccountAttention::arrived, this,
            [this, account](const Arrival& arrival, const RoomSummary& room) {
                onArrived(*account, arrival, room);
            });
    recount();
    tellPresence();
}

void Attention::drop(Session* session) {
    delete m_watching.take(session);
    recount();
}

AccountAttention* Attention::accountOf(const QString& key) const {
    for (AccountAttention* const account : m_watching) {
        if (account->roomOf(key))
            return account;
    }
    return nullptr;
}

Session* Attention::sessionOf(const AccountAttention* account) const {
    for (auto it = m_watching.cbegin(); it != m_watching.cend(); ++it) {
        if (it.value() == account)
            return it.key();
    }
    return nullptr;
}

void Attention::recount() {
    BadgeCount count;
    for (const AccountAttention* account : std::as_const(m_watching))
        count += account->count();
    if (count == m_count)
        return;
    m_count = count;
    // The first change at once, those of a lively room now and then: the tray paints, and others listen.
    if (!m_countTimer.isActive())
        showCount();
}

void Attention::showCount() {
    if (m_shownCount == m_count)
        return;
    m_shownCount = m_count;
    m_desktop.tray->setBadge(m_count);
    m_desktop.badge->setCount(m_count.unread);
    Q_EMIT countChanged();
    m_countTimer.start();
}

// --- notifications ---

void Attention::setWatched(const QString& watched) {
    if (watched == m_watched)
        return;
    m_watched = watched;
    Q_EMIT watchedChanged();
}

void Attention::onArrived(AccountAttention& account, const Arrival& arrival, const RoomSummary& room) {
    Arrival judged = arrival;
    judged.inView = account.keyOf(room.room.id) == m_watched;
    AttentionRules rules = m_settings.rules();
    rules.quiet = m_quiet;
    if (judge(judged, rules) == Verdict::Silent)
        return;
    const Session* const session = sessionOf(&account);
    const BubbleLine line = account.line(arrival.message);
    m_bubbles.tell(account.place(room, m_watching.size() > 1 && session ? session->serverName() : QString()),
                   line, m_faces ? m_faces(line.sender, arrival.message.sender.toString()) : QImage());
}

void Attention::onActivated(const QString& key, const QByteArray& activation) {
    Q_EMIT raiseWanted(activation);
    AccountAttention* const account = accountOf(key);
    if (!account)
        return;
    // The first one that was not read: what follows is below it.
    const QList<BubbleLine> lines = m_bubbles.lines(key);
    const std::optional<MessageId> message =
        lines.isEmpty() ? std::nullopt : std::optional(lines.constFirst().message);
    Q_EMIT placeWanted(sessionOf(account), *account->roomOf(key), message);
}

void Attention::onReplied(const QString& key, const QString& text) {
    AccountAttention* const account = accountOf(key);
    if (!account)
        return;
    const RoomId room = *account->roomOf(key);
    const QList<BubbleLine> lines = m_bubbles.lines(key);
    // Who answers what was said in a thread answers there.
    const std::optional<MessageId> replyTo = !lines.isEmpty() && lines.constLast().inThread
                                                 ? std::optional(lines.constLast().message)
                                                 : std::nullopt;
    account->core().sendMessage(
        room, text, replyTo, this, [this, key, text](const Outcome<OutboxEntry>& sent) {
            if (sent)
                return;
            Notification notification;
            notification.key = key;
            notification.title = tr("Your reply was not sent");
            notification.body = words::messageRefused(sent.error().error) + u'\n' + text;
            m_desktop.notifier->show(notification);
        });
    if (!lines.isEmpty())
        account->core().markSeen(room, lines.constLast().seq);
}

QString Attention::obstacle() const {
    return m_quiet ? u"quiet"_s : wordOf(m_desktop.notifier->obstacle());
}

void Attention::testNotification() {
    Notification notification;
    notification.key = testKey;
    notification.title = tr("Notifications work");
    notification.body = tr("This is what a message from Parlor looks like.");
    notification.sound = m_settings.isSound();
    m_test = u"sent"_s;
    Q_EMIT testChanged();
    m_desktop.notifier->show(notification);
}

void Attention::refresh() {
    m_test.clear();
    Q_EMIT testChanged();
    m_desktop.notifier->refresh();
}

void Attention::noteHidden() {
    setWatched({});
    if (m_settings.isTrayTold())
        return;
    m_settings.setTrayTold();
    Notification notification;
    notification.key = trayKey;
    notification.title = tr("Parlor is still running");
    notification.body = tr("It goes on in the tray, so that you are told of messages. You can quit it there, "
                           "or change this in the settings.");
    m_desktop.notifier->show(notification);
}

// --- do not disturb, away ---

void Attention::setQuiet(const QString& span) {
    setQuietSpan(span == "30m"_L1        ? QuietSpan::HalfHour
                 : span == "1h"_L1       ? QuietSpan::Hour
                 : span == "tomorrow"_L1 ? QuietSpan::Tomorrow
                 : span == "always"_L1   ? QuietSpan::Always
                                         : QuietSpan::Off);
}

void Attention::setQuietSpan(QuietSpan span) {
    m_settings.setQuietUntil(endOf(span, QDateTime::currentDateTimeUtc()));
    updateQuiet();
    Q_EMIT quietChanged();
}

void Attention::updateQuiet() {
    const bool quiet = m_settings.quietUntil() > QDateTime::currentDateTimeUtc();
    if (quiet)
        m_quietTimer.start();
    else
        m_quietTimer.stop();
    if (quiet == m_quiet)
        return;
    m_quiet = quiet;
    m_desktop.tray->setQuiet(quiet);
    tellPresence();
    Q_EMIT quietChanged();
    Q_EMIT obstacleChanged();
}

QString Attention::quietText() const {
    if (!m_quiet)
        return {};
    const QDateTime until = m_settings.quietUntil().toLocalTime();
    const QDateTime now = QDateTime::currentDateTime();
    if (now.daysTo(until) > 7)
        return tr("Until you turn it off");
    const QString time = words::timeOfDay(until.time());
    return until.date() == now.date() ? tr("Until %1").arg(time) : tr("Until tomorrow, %1").arg(time);
}

void Attention::tellPresence() {
    const PresenceStatus status = m_quiet           ? PresenceStatus::DoNotDisturb
                                  : m_idle.isAway() ? PresenceStatus::Away
                                                    : PresenceStatus::Online;
    for (const AccountAttention* account : std::as_const(m_watching))
        account->core().setPresence(status);
}

void Attention::setStartsWithSession(bool starts) {
    m_autostart.setOn(starts);
    Q_EMIT startsWithSessionChanged();
}

} // namespace parlor
