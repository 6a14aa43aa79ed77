"""The style sheet: what Fusion's palette alone can't say."""

from __future__ import annotations

from collections.abc import Mapping
from string import Template

_SHEET = Template("""
QToolTip { background: $panel; color: $text; border: 1px solid $line; padding: 4px 8px; }
QMainWindow::separator { background: $line; width: 1px; height: 1px; }
QSplitter::handle { background: $line; }
QLabel[role="title"] { font-size: 17px; font-weight: 600; }
QLabel[role="heading"] { color: $muted; font-weight: 600; }
QLabel[role="muted"] { color: $muted; }
QLabel[role="warning"] { color: $warn; }
QLabel[role="failure"] { color: $out; }

QPushButton { background: $panel; border: 1px solid $control; border-radius: 6px; padding: 6px 14px; min-height: 18px; }
QPushButton:hover { background: $soft; }
QPushButton:pressed { background: $line; }
QPushButton:disabled { color: $control; border-color: $line; }
QPushButton:focus { border: 2px solid $accent; padding: 5px 13px; }
QPushButton[role="primary"] { background: $accent; color: $on_accent; border: 1px solid $accent; font-weight: 600; }
QPushButton[role="primary"]:hover { background: $accent; border-color: $text; }
QPushButton[role="primary"]:focus { border: 2px solid $text; }
QPushButton[role="primary"]:disabled { background: $line; color: $muted; border-color: $line; }
QPushButton[role="link"] { background: transparent; border: 1px solid transparent; color: $accent; padding: 4px 6px;
  text-align: left; }
QPushButton[role="link"]:hover { background: $soft; }
QPushButton[role="link"]:focus { border: 1px solid $accent; }
QPushButton[role="word"] { background: transparent; border: 1px solid $line; border-radius: 13px; padding: 3px 11px;
  min-height: 18px; }
QPushButton[role="word"]:hover { background: $soft; border-color: $accent; }
QPushButton[role="word"]:focus { border: 2px solid $accent; padding: 2px 10px; }

QToolButton { background: transparent; border: 1px solid transparent; border-radius: 6px; padding: 5px; }
QToolButton:hover { background: $soft; }
QToolButton:pressed, QToolButton:checked { background: $soft; border-color: $line; }
QToolButton:focus { border: 1px solid $accent; }
QToolButton::menu-indicator { image: none; width: 0px; }
QToolButton[role="switch"] { border: 1px solid $line; color: $text; padding: 3px 10px; border-radius: 6px; }
QToolButton[role="switch"]:focus { border-color: $accent; }
QToolButton[role="small"] { padding: 1px; }
QToolButton[role="model"] { color: $text; padding: 3px 8px; }

QLineEdit, QPlainTextEdit, QTextEdit { background: $field; border: 1px solid $control;
  border-radius: 6px; padding: 5px 8px; selection-background-color: $accent; selection-color: $on_accent; }
QLineEdit:focus, QPlainTextEdit:focus, QTextEdit:focus { border: 1px solid $accent; }
QLineEdit[role="bare"] { background: transparent; border: none; padding: 2px 4px; }
QLineEdit:read-only { background: $panel; border-color: $line; }
QComboBox { background: $panel; border: 1px solid $control; border-radius: 6px; padding: 4px 8px 4px 10px;
  min-height: 18px; }
QComboBox:hover { background: $soft; }
QComboBox:focus { border: 1px solid $accent; }
QComboBox:disabled { color: $control; border-color: $line; }
QComboBox::drop-down { border: none; width: 22px; }
QComboBox::down-arrow { image: url("$arrow"); width: 14px; height: 14px; }
QComboBox QAbstractItemView { background: $panel; border: 1px solid $line; selection-background-color: $soft;
  selection-color: $text; outline: none; padding: 4px; }

QSpinBox, QTimeEdit, QDateEdit, QDateTimeEdit, QDoubleSpinBox { background: $field; border: 1px solid $control;
  border-radius: 6px; padding: 4px 8px; min-height: 18px; selection-background-color: $accent;
  selection-color: $on_accent; }
QSpinBox:focus, QTimeEdit:focus, QDateEdit:focus { border: 1px solid $accent; }
QSpinBox:disabled, QTimeEdit:disabled, QDateEdit:disabled { color: $control; border-color: $line; background: $panel; }
QAbstractSpinBox QLineEdit { border: none; background: transparent; padding: 0 6px; }
QAbstractSpinBox::up-button, QAbstractSpinBox::down-button { border: none; background: transparent; width: 20px;
  subcontrol-origin: border; }
QAbstractSpinBox::up-button { subcontrol-position: top right; margin: 2px 2px 0 0; }
QAbstractSpinBox::down-button { subcontrol-position: bottom right; margin: 0 2px 2px 0; }
QAbstractSpinBox::up-button:hover, QAbstractSpinBox::down-button:hover { background: $soft; border-radius: 3px; }
QDateEdit::drop-down { border: none; background: transparent; width: 22px; subcontrol-origin: padding;
  subcontrol-position: center right; }
QDateEdit::down-arrow { image: url("$arrow"); width: 11px; height: 11px; }
QAbstractSpinBox::up-arrow { image: url("$up"); width: 11px; height: 11px; }
QAbstractSpinBox::down-arrow { image: url("$arrow"); width: 11px; height: 11px; }

QTabWidget::pane { border: none; border-top: 1px solid $line; }
QTabBar::tab { background: transparent; color: $muted; padding: 7px 14px; border-bottom: 2px solid transparent; }
QTabBar::tab:selected { color: $text; border-bottom: 2px solid $accent; }
QTabBar::tab:hover { color: $text; background: $soft; }
QTabBar::tab:focus { color: $accent; }
QRadioButton::indicator { width: 14px; height: 14px; border: 1px solid $control; border-radius: 8px;
  background: $field; }
QRadioButton::indicator:checked { border: 5px solid $accent; width: 6px; height: 6px; }
QRadioButton::indicator:focus { border-color: $accent; }

QMenu { background: $panel; border: 1px solid $line; padding: 6px; }
QMenu::item { padding: 6px 24px 6px 12px; border-radius: 4px; }
QMenu::item:selected { background: $soft; color: $text; }
QMenu::item:disabled { color: $control; }
QMenu::separator { height: 1px; background: $line; margin: 5px 8px; }
QMenu::icon { padding-left: 8px; }

QScrollBar:vertical { background: transparent; width: 12px; margin: 0; }
QScrollBar:horizontal { background: transparent; height: 12px; margin: 0; }
QScrollBar::handle { background: $control; border: 3px solid transparent; border-radius: 6px; }
QScrollBar::handle:vertical { background: $control; min-height: 32px; border-radius: 3px; margin: 3px; border: none; }
QScrollBar::handle:horizontal { background: $control; min-width: 32px; border-radius: 3px; margin: 3px; border: none; }
QScrollBar::handle:hover { background: $muted; }
QScrollBar::add-line, QScrollBar::sub-line { width: 0; height: 0; }
QScrollBar::add-page, QScrollBar::sub-page { background: transparent; }
QScrollArea { background: transparent; border: none; }
QScrollArea > QWidget > QWidget[role="page"] { background: transparent; }

QProgressBar { background: $line; border: none; border-radius: 3px; max-height: 6px; min-height: 6px; }
QProgressBar::chunk { background: $accent; border-radius: 3px; }
QSlider::groove:horizontal { background: $line; height: 4px; border-radius: 2px; }
QSlider::sub-page:horizontal { background: $accent; border-radius: 2px; }
QSlider::handle:horizontal { background: $accent; width: 14px; height: 14px; margin: -5px 0; border-radius: 7px; }
QSlider::handle:horizontal:focus { border: 2px solid $text; margin: -7px -2px; }

QListView { outline: none; }
QListView[role="grid"] { background: $field; border: none; }
QListWidget { background: $field; border: 1px solid $line; border-radius: 6px; padding: 4px; }
QListWidget::item { padding: 5px 8px; border-radius: 5px; color: $text; }
QListWidget::item:hover { background: $soft; }
QListWidget::item:selected { background: $soft; color: $text; border: 1px solid $accent; }
QTreeWidget[role="places"] { background: transparent; border: none; padding: 0; outline: none;
                              selection-background-color: transparent; }
QTreeWidget[role="places"]::item, QTreeWidget[role="places"]::branch:selected { background: transparent; }
QListWidget[role="popup"] { background: $panel; border: 1px solid $control; }

QFrame[role="bar"] { background: $panel; border: none; }
QFrame[role="rule"] { background: $line; max-height: 1px; min-height: 1px; border: none; }
QFrame[role="side"] { background: $panel; border: none; }
QFrame[role="insights"] { background: $field; border: none; }
QFrame[role="stage"] { background: $stage; border: none; }
QFrame[role="search"] { background: $field; border: 1px solid $control; border-radius: 8px; }
QFrame[role="search"][focus="true"] { border: 2px solid $accent; }
QFrame[role="card"] { background: $field; border: 1px solid $line; border-radius: 8px; }
QLabel[role="drop"] { border: 1px dashed $control; border-radius: 8px; padding: 16px; color: $muted; }
QFrame[role="caption"] { background: transparent; border: 1px solid transparent; border-radius: 8px; }
QFrame[role="caption"][lit="true"] { background: $soft; border-color: $accent; }
QFrame[role="caption"]:focus { border: 1px solid $accent; }
QFrame[role="notice"] { background: $warn_soft; border: 1px solid $line; border-radius: 8px; }
QFrame[role="notice"] QLabel { color: $text; }
QFrame[role="why"] { background: $field; border: 1px solid $line; border-radius: 8px; }
QCheckBox, QRadioButton { spacing: 8px; }
QCheckBox::indicator, QListWidget::indicator { width: 14px; height: 14px; border: 1px solid $control;
  border-radius: 4px; background: $field; }
QCheckBox::indicator:checked, QListWidget::indicator:checked { background: $accent; border-color: $accent;
  image: url("$tick"); }
QCheckBox::indicator:disabled { border-color: $line; background: $panel; }
QCheckBox::indicator:focus { border-color: $accent; }
QCheckBox:disabled { color: $control; }
QCheckBox:focus, QRadioButton:focus { color: $accent; }
""")


def sheet(colours: Mapping[str, str]) -> str:
    """The style sheet with the colours (fields of ``theme.Colours``) filled in."""
    return _SHEET.substitute(colours)
