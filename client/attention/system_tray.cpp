// SPDX-License-Identifier: GPL-3.0-or-later
#include "client/attention/system_tray.h"

#include <QAction>
#include <QGuiApplication>
#include <QMenu>
#include <QPainter>
#include <QPainterPath>
#include <QSystemTrayIcon>

namespace parlor {

using namespace Qt::StringLiterals;

namespace {

constexpr int countMost = 99;
constexpr int lookMs = 10'000;
constexpr QRgb unreadGround = 0xFF0A7264;
constexpr QRgb mentionGround = 0xFFA15B0A;
constexpr QRgb quietGround = 0xFF5C6570;
constexpr QRgb ink = 0xFFFFFFFF;
// Those that trays ask for, in one step of resolution and two.
constexpr int sides[] = {16, 22, 24, 32, 44, 48, 64};

void paintCount(QPainter& painter, int side, const BadgeCount& count) {
    const QString text = count.unread > countMost ? u"99+"_s : QString::number(count.unread);
    const qreal height = side * 0.56;
    QFont font = QGuiApplication::font();
    font.setBold(true);
    font.setPixelSize(qMax(7, qRound(height * 0.8)));
    const qreal wanted = QFontMetricsF(font).horizontalAdvance(text) + height * 0.45;
    const qreal width = qMin<qreal>(side, qMax(height, wanted));
    if (wanted > width)
        font.setPixelSize(qMax(6, qRound(font.pixelSize() * width / wanted)));
    const QRectF ground(side - width, side - height, width, height);
    // A gap, so that it can be told from the icon below it.
    const qreal gap = qMax(1.0, side / 22.0);
    painter.setCompositionMode(QPainter::CompositionMode_Clear);
    painter.setBrush(Qt::black);
    painter.drawRoundedRect(ground.adjusted(-gap, -gap, gap, gap), height / 2 + gap, height / 2 + gap);
    painter.setCompositionMode(QPainter::CompositionMode_SourceOver);
    painter.setBrush(QColor::fromRgba(count.mentions > 0 ? mentionGround : unreadGround));
    painter.drawRoundedRect(ground, height / 2, height / 2);
    painter.setFont(font);
    painter.setPen(QColor::fromRgba(ink));
    painter.drawText(ground, Qt::AlignCenter, text);
    painter.setPen(Qt::NoPen);
}

void paintMoon(QPainter& painter, int side) {
    const qreal size = side * 0.5;
    const QRectF ground(0, 0, size, size);
    const qreal gap = qMax(1.0, side / 22.0);
    painter.setCompositionMode(QPainter::CompositionMode_Clear);
    painter.setBrush(Qt::black);
    painter.drawEllipse(ground.adjusted(-gap, -gap, gap, gap));
    painter.setCompositionMode(QPainter::CompositionMode_SourceOver);
    painter.setBrush(QColor::fromRgba(quietGround));
    painter.drawEllipse(ground);
    QPainterPath moon;
    moon.addEllipse(ground.adjusted(size * 0.2, size * 0.2, -size * 0.2, -size * 0.2));
    QPainterPath bite;
    bite.addEllipse(ground.adjusted(size * 0.4, size * 0.1, 0, -size * 0.3));
    painter.setBrush(QColor::fromRgba(ink));
    painter.drawPath(moon.subtracted(bite));
}

} // namespace

QImage trayImage(const BadgeCount& count, bool quiet, int side) {
    QImage image(side, side, QImage::Format_ARGB32_Premultiplied);
    image.fill(Qt::transparent);
    QPainter painter(&image);
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setPen(Qt::NoPen);
    QGuiApplication::windowIcon().paint(&painter, 0, 0, side, side);
    if (count.unread > 0)
        paintCount(painter, side, count);
    if (quiet)
        paintMoon(painter, side);
    return image;
}

SystemTray::SystemTray(QObject* parent)
    : Tray(parent)
    , m_available(QSystemTrayIcon::isSystemTrayAvailable()) {
    connect(&m_timer, &QTimer::timeout, this, &SystemTray::look);
    m_timer.start(lookMs);
}

SystemTray::~SystemTray() = default;

void SystemTray::look() {
    const bool available = QSystemTrayIcon::isSystemTrayAvailable();
    if (available == m_available)
        return;
    m_available = available;
    update();
    Q_EMIT availableChanged();
}

void SystemTray::build() {
    m_menu = std::make_unique<QMenu>();
    connect(m_menu->addAction(tr("Open Parlor")), &QAction::triggered, this, &Tray::openWanted);
    m_menu->addSeparator();
    QMenu* const quiet = m_menu->addMenu(tr("Do not disturb"));
    const auto add = [&](const QString& text, QuietSpan span) {
        QAction* const action = quiet->addAction(text);
        connect(action, &QAction::triggered, this, [this, span] { Q_EMIT quietWanted(span); });
        return action;
    };
    add(tr("For 30 minutes"), QuietSpan::HalfHour);
    add(tr("For 1 hour"), QuietSpan::Hour);
    add(tr("Until tomorrow"), QuietSpan::Tomorrow);
    add(tr("Until I turn it off"), QuietSpan::Always);
    quiet->addSeparator();
    m_quietOff = add(tr("Turn off"), QuietSpan::Off);
    m_menu->addSeparator();
    connect(m_menu->addAction(tr("Quit Parlor")), &QAction::triggered, this, &Tray::quitWanted);

    m_icon = std::make_unique<QSystemTrayIcon>();
    m_icon->setContextMenu(m_menu.get());
    connect(m_icon.get(), &QSystemTrayIcon::activated, this, [this](QSystemTrayIcon::ActivationReason why) {
        if (why == QSystemTrayIcon::Trigger || why == QSystemTrayIcon::DoubleClick)
            Q_EMIT openWanted();
    });
    connect(m_icon.get(), &QSystemTrayIcon::messageClicked, this, &SystemTray::balloonClicked);
}

void SystemTray::update() {
    const bool shown = m_shown && m_available;
    if (!shown) {
        if (m_icon)
            m_icon->hide();
        return;
    }
    if (!m_icon)
        build();
    QIcon icon;
    for (const int side : sides)
        icon.addPixmap(QPixmap::fromImage(trayImage(m_count, m_quiet, side)));
    m_icon->setIcon(icon);
    m_icon->setToolTip(m_count.unread > 0 ? tr("Parlor, %n unread", nullptr, m_count.unread)
                                          : QGuiApplication::applicationDisplayName());
    m_quietOff->setEnabled(m_quiet);
    m_icon->show();
}

void SystemTray::setShown(bool shown) {
    if (shown == m_shown)
        return;
    m_shown = shown;
    update();
}

void SystemTray::setBadge(const BadgeCount& count) {
    if (count == m_count)
        return;
    m_count = count;
    update();
}

void SystemTray::setQuiet(bool quiet) {
    if (quiet == m_quiet)
        return;
    m_quiet = quiet;
    update();
}

bool SystemTray::canShowBalloons() const {
    return m_available && QSystemTrayIcon::supportsMessages();
}

void SystemTray::showBalloon(const QString& title, const QString& body, const QIcon& icon) {
    if (m_icon && m_icon->isVisible())
        m_icon->showMessage(title, body, icon);
}

TrayNotifier::TrayNotifier(SystemTray& tray, QObject* parent)
    : Notifier(parent)
    , m_tray(tray) {
    connect(&tray, &Tray::availableChanged, this, &Notifier::stateChanged);
    connect(&tray, &SystemTray::balloonClicked, this, [this] {
        if (!m_last.isEmpty())
            Q_EMIT activated(m_last, {});
    });
}

void TrayNotifier::show(const Notification& notification) {
    m_last = notification.key;
    m_tray.showBalloon(notification.title, notification.body, QIcon(QPixmap::fromImage(notification.image)));
    Q_EMIT shown(notification.key);
}

void TrayNotifier::withdraw(const QString& key) {
    // A balloon cannot be taken back; it only leads nowhere any more.
    if (key == m_last)
        m_last.clear();
}

NotifyObstacle TrayNotifier::obstacle() const {
    return m_tray.canShowBalloons() ? NotifyObstacle::None : NotifyObstacle::NoService;
}

void TrayNotifier::refresh() {
    Q_EMIT stateChanged();
}

} // namespace parlor
