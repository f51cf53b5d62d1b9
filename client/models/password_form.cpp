// SPDX-License-Identifier: GPL-3.0-or-later
#include "client/models/password_form.h"

#include "client/core/core.h"
#include "client/models/words.h"
#include "shared/limits.h"

namespace parlor {

using namespace Qt::StringLiterals;

PasswordForm::PasswordForm(Core& core, QObject* parent)
    : QObject(parent)
    , m_core(core) {}

void PasswordForm::change(const QString& current, const QString& wanted, const QString& again) {
    if (m_busy)
        return;
    QVariantMap errors;
    if (current.isEmpty())
        errors.insert(u"current"_s, tr("Enter the password that you have now."));
    const qsizetype length = wanted.toUcs4().size();
    if (length < limits::passwordMin || length > limits::passwordMax)
        errors.insert(u"wanted"_s, tr("Use at least 8 characters."));
    else if (wanted != again)
        errors.insert(u"again"_s, tr("This is not the same as above."));
    if (!errors.isEmpty()) {
        finish(errors);
        return;
    }
    m_busy = true;
    m_errors.clear();
    Q_EMIT stateChanged();
    m_core.changePassword(current, wanted, this, [this](const Outcome<bool>& outcome) {
        if (outcome) {
            finish({});
            Q_EMIT changed();
            return;
        }
        const QString field = words::fieldOf(outcome.error());
        if (field == "currentPassword"_L1 && outcome.error().error.code() == ErrorCode::Forbidden)
            finish({{u"current"_s, tr("This is not your password.")}});
        else if (field == "newPassword"_L1)
            finish({{u"wanted"_s, words::field(u"password"_s, outcome.error())}});
        else
            finish({{QString(), words::failure(outcome.error())}});
    });
}

void PasswordForm::clearError(const QString& field) {
    if (m_errors.remove(field) > 0)
        Q_EMIT stateChanged();
}

void PasswordForm::finish(const QVariantMap& errors) {
    m_busy = false;
    m_errors = errors;
    Q_EMIT stateChanged();
}

} // namespace parlor
