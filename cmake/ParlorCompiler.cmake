# The compiler's side of the house rules: C++20, strict Qt, warnings, sanitizers.
# Whether a warning is an error is the preset's choice (CMAKE_COMPILE_WARNING_AS_ERROR), so that
# a newer compiler at an installer's does not stop the build.

set(CMAKE_CXX_STANDARD 20)
set(CMAKE_CXX_STANDARD_REQUIRED ON)
set(CMAKE_CXX_EXTENSIONS OFF)
set(CMAKE_AUTOMOC ON)
set(CMAKE_EXPORT_COMPILE_COMMANDS ON)
set(CMAKE_POSITION_INDEPENDENT_CODE ON)

add_library(parlor_options INTERFACE)
target_compile_definitions(parlor_options INTERFACE
    QT_NO_CAST_FROM_ASCII
    QT_NO_CAST_TO_ASCII
    QT_NO_CAST_FROM_BYTEARRAY
    QT_NO_URL_CAST_FROM_STRING
    QT_NO_FOREACH
    QT_NO_KEYWORDS
    QT_NO_NARROWING_CONVERSIONS_IN_CONNECT
    QT_NO_JAVA_STYLE_ITERATORS
    QT_DISABLE_DEPRECATED_BEFORE=0x060400
)
target_include_directories(parlor_options INTERFACE "${PROJECT_SOURCE_DIR}")
if(MSVC)
    target_compile_options(parlor_options INTERFACE /W4 /permissive- /utf-8)
else()
    target_compile_options(parlor_options INTERFACE
        -Wall -Wextra -Wpedantic -Wshadow -Wnon-virtual-dtor -Woverloaded-virtual -Wundef)
endif()

if(PARLOR_SANITIZE)
    add_compile_options(-fsanitize=${PARLOR_SANITIZE} -fno-omit-frame-pointer)
    add_link_options(-fsanitize=${PARLOR_SANITIZE})
    if(PARLOR_SANITIZE MATCHES "thread" AND CMAKE_CXX_COMPILER_ID STREQUAL "GNU")
        # Fences are not understood: a test's SQLite VFS has one, where SQLite's locks keep order anyway.
        add_compile_options(-Wno-tsan)
    endif()
    if(PARLOR_SANITIZE MATCHES "undefined")
        # The checks of every dereference cost a third of the compile time and find what AddressSanitizer finds
        # anyway (a null or a stray pointer).
        add_compile_options(-fno-sanitize-recover=undefined -fno-sanitize=null,alignment,object-size)
    endif()
endif()

option(PARLOR_PRECOMPILE "Precompile the headers that nearly every file includes: faster, but hides a missing include" OFF)

find_program(PARLOR_CCACHE ccache)
if(PARLOR_CCACHE AND NOT CMAKE_CXX_COMPILER_LAUNCHER)
    set(CMAKE_CXX_COMPILER_LAUNCHER "${PARLOR_CCACHE}")
    if(PARLOR_PRECOMPILE)
        # Without these ccache takes nothing that includes a precompiled header.
        set(CMAKE_CXX_COMPILER_LAUNCHER "${CMAKE_COMMAND}" -E env
            CCACHE_SLOPPINESS=pch_defines,time_macros,include_file_mtime,include_file_ctime "${PARLOR_CCACHE}")
    endif()
endif()
find_program(PARLOR_MOLD mold)
if(PARLOR_MOLD AND CMAKE_SYSTEM_NAME STREQUAL "Linux")
    add_link_options(-fuse-ld=mold)
endif()
