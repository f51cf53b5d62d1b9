// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "shared/error.h"

#include <tl/expected.hpp>

namespace parlor {

/// A value or an Error. Functions that can fail return this; exceptions are for defects only.
template <typename T>
using Result = tl::expected<T, Error>;

/// `return fail(ErrorCode::NotFound, ...)` from a function that returns a Result.
inline tl::unexpected<Error> fail(ErrorCode code, QString message = {}, QString field = {}) {
    return tl::unexpected<Error>(Error(code, std::move(message), std::move(field)));
}
inline tl::unexpected<Error> fail(Error error) {
    return tl::unexpected<Error>(std::move(error));
}

} // namespace parlor
