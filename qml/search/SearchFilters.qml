// SPDX-License-Identifier: GPL-3.0-or-later
import QtQuick
import Parlor.Models
import Parlor.Ui

// The chips below the field: where, from whom, when, and with a link.
Flow {
    id: filters

    required property SearchModel search
    // The room that is open, to look in; empty for none.
    required property string openRoomId
    required property string openRoomName

    spacing: Theme.gap2
    Accessible.role: Accessible.Grouping
    Accessible.name: qsTr("Filters")

    FilterChip {
        objectName: "roomChip"
        visible: active || filters.openRoomId.length > 0
        widthMax: filters.width
        iconName: "hash"
        active: filters.search.roomId.length > 0
        text: qsTr("In %1").arg(active ? filters.search.roomName : filters.openRoomName)
        onClicked: filters.search.roomId = active ? "" : filters.openRoomId
    }
    FilterChip {
        id: person
        objectName: "personChip"
        widthMax: filters.width
        iconName: "user-round"
        active: filters.search.personId.length > 0
        text: active ? qsTr("From %1").arg(filters.search.personName) : qsTr("From")
        onClicked: {
            if (active)
                filters.search.personId = "";
            else
                picker.open();
        }

        PersonPicker {
            id: picker
            y: person.height + Theme.gap1
            search: filters.search
            onPicked: userId => filters.search.personId = userId
        }
    }
    FilterChip {
        id: date
        objectName: "dateChip"
        widthMax: filters.width
        iconName: "calendar-clock"
        active: filters.search.dateText.length > 0
        text: active ? filters.search.dateText : qsTr("Date")
        onClicked: {
            if (active)
                filters.search.setPeriod(SearchModel.AnyTime);
            else
                dates.open();
        }

        Menu {
            id: dates
            objectName: "dateMenu"
            y: date.height + Theme.gap1
            MenuItem {
                objectName: "dateToday"
                text: qsTr("Today")
                onTriggered: filters.search.setPeriod(SearchModel.Today)
            }
            MenuItem {
                objectName: "dateWeek"
                text: qsTr("The last 7 days")
                onTriggered: filters.search.setPeriod(SearchModel.Week)
            }
            MenuItem {
                text: qsTr("The last month")
                onTriggered: filters.search.setPeriod(SearchModel.Month)
            }
            MenuItem {
                text: qsTr("The last year")
                onTriggered: filters.search.setPeriod(SearchModel.Year)
            }
        }
    }
    FilterChip {
        objectName: "linkChip"
        iconName: "link"
        active: filters.search.hasLink
        text: qsTr("Has a link")
        onClicked: filters.search.hasLink = !active
    }
}
