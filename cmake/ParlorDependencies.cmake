# Everything that Parlor links, found once.

set(PARLOR_QT_MINIMUM 6.4.2)
find_package(Qt6 ${PARLOR_QT_MINIMUM} REQUIRED COMPONENTS Core)
find_package(tl-expected REQUIRED)

if(PARLOR_BUILD_SERVER)
    find_package(Qt6 ${PARLOR_QT_MINIMUM} REQUIRED COMPONENTS Network WebSockets HttpServer Sql)
    find_package(PkgConfig REQUIRED)
    pkg_check_modules(Sodium REQUIRED IMPORTED_TARGET libsodium)
    pkg_check_modules(RdKafka REQUIRED IMPORTED_TARGET rdkafka)
    find_package(SQLite3 REQUIRED)
endif()
if(PARLOR_BUILD_CLIENT)
    find_package(Qt6 ${PARLOR_QT_MINIMUM} REQUIRED COMPONENTS
        Network WebSockets Sql Gui Widgets Qml Quick QuickControls2 Svg LinguistTools)
    if(CMAKE_SYSTEM_NAME STREQUAL "Linux")
        find_package(Qt6 ${PARLOR_QT_MINIMUM} REQUIRED COMPONENTS DBus)
    endif()
    find_package(Qt6Keychain REQUIRED)
    # By pkg-config: Debian's md4cConfig.cmake asks for the HTML library too, which is another package.
    find_package(PkgConfig REQUIRED)
    pkg_check_modules(Md4c REQUIRED IMPORTED_TARGET md4c)
    if(CMAKE_SYSTEM_NAME STREQUAL "Linux")
        # Not needed: with it the window is there sooner (qml/ui/appearance.cpp).
        pkg_check_modules(Fontconfig IMPORTED_TARGET fontconfig>=2.12)
    endif()
endif()
if(PARLOR_BUILD_TESTS OR PARLOR_BUILD_BENCH)
    find_package(Qt6 ${PARLOR_QT_MINIMUM} REQUIRED COMPONENTS Test)
    if(PARLOR_BUILD_CLIENT)
        find_package(Qt6 ${PARLOR_QT_MINIMUM} REQUIRED COMPONENTS QuickTest)
    endif()
endif()

if(COMMAND qt_policy)
    qt_policy(SET QTP0001 NEW) # QML modules live under qrc:/qt/qml
    if(Qt6_VERSION VERSION_GREATER_EQUAL 6.8)
        qt_policy(SET QTP0004 NEW)
    endif()
endif()
