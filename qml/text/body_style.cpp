// SPDX-License-Identifier: GPL-3.0-or-later
#include "qml/text/body_style.h"

namespace parlor {

DocumentStyle BodyStyle::style() const {
    DocumentStyle style;
    style.link = m_link;
    style.mention = m_mention;
    style.aside = m_aside;
    style.codeGround = m_codeGround;
    style.monospace = m_monospace;
    style.bodySize = m_bodySize;
    style.codeSize = m_bodySize - 1;
    style.emojiSize = m_bodySize * 2;
    style.lineHeight = m_lineHeight;
    return style;
}

} // namespace parlor
