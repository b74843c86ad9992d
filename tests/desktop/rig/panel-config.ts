import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

/** Services that the bus may start for the panel: its settings store. */
export const PANEL_SERVICES = ['org.xfce.Xfconf.service'];

/** Height of the bar at the top of the screen. */
export const PANEL_HEIGHT_PX = 32;

/** Writes the settings of the panel (no first-run dialog), the notification daemon and GTK into the private home. */
export async function writePanelConfig(home: string): Promise<void> {
  const settings = join(home, '.config', 'xfce4', 'xfconf', 'xfce-perchannel-xml');
  const files: Record<string, string> = {
    [join(settings, 'xfce4-panel.xml')]: PANEL,
    [join(home, '.config', 'gtk-3.0', 'settings.ini')]: GTK,
    [join(home, '.config', 'gtk-3.0', 'gtk.css')]: GTK_CSS,
    [join(home, '.config', 'dunst', 'dunstrc')]: DUNST,
  };
  for (const [path, text] of Object.entries(files)) {
    await mkdir(join(path, '..'), { recursive: true });
    await writeFile(path, text);
  }
}

/** One bar over the whole width: a space, the tray, the clock. */
const PANEL = `<?xml version="1.0" encoding="UTF-8"?>
<channel name="xfce4-panel" version="1.0">
  <property name="configver" type="int" value="2"/>
  <property name="panels" type="array">
    <value type="int" value="1"/>
    <property name="dark-mode" type="bool" value="true"/>
    <property name="panel-1" type="empty">
      <property name="position" type="string" value="p=6;x=0;y=0"/>
      <property name="length" type="uint" value="100"/>
      <property name="position-locked" type="bool" value="true"/>
      <property name="icon-size" type="uint" value="16"/>
      <property name="size" type="uint" value="${PANEL_HEIGHT_PX}"/>
      <property name="background-style" type="uint" value="1"/>
      <property name="background-rgba" type="array">
        <value type="double" value="0.09"/>
        <value type="double" value="0.10"/>
        <value type="double" value="0.13"/>
        <value type="double" value="1.0"/>
      </property>
      <property name="plugin-ids" type="array">
        <value type="int" value="1"/>
        <value type="int" value="2"/>
        <value type="int" value="3"/>
        <value type="int" value="4"/>
      </property>
    </property>
  </property>
  <property name="plugins" type="empty">
    <property name="plugin-1" type="string" value="separator">
      <property name="expand" type="bool" value="true"/>
      <property name="style" type="uint" value="0"/>
    </property>
    <property name="plugin-2" type="string" value="systray">
      <property name="square-icons" type="bool" value="true"/>
      <property name="icon-size" type="int" value="22"/>
    </property>
    <property name="plugin-3" type="string" value="clock">
      <property name="mode" type="uint" value="2"/>
      <property name="digital-layout" type="uint" value="3"/>
      <property name="digital-time-font" type="string" value="Inter Medium 10"/>
      <property name="digital-time-format" type="string" value="%a %e %b  %H:%M"/>
    </property>
    <property name="plugin-4" type="string" value="separator">
      <property name="style" type="uint" value="0"/>
    </property>
  </property>
</channel>
`;

const GTK = `[Settings]
gtk-theme-name=Adwaita
gtk-icon-theme-name=Adwaita
gtk-font-name=Inter 10
gtk-xft-antialias=1
gtk-xft-hinting=1
gtk-xft-hintstyle=hintslight
gtk-enable-animations=0
`;

/** More air in menus. Their corners stay square: without a compositor round ones get black tips. */
const GTK_CSS = `menu { padding: 5px; }
menu > menuitem { padding: 6px 12px; border-radius: 5px; min-height: 18px; }
menu > separator { margin: 4px 0; }
`;

const DUNST = `[global]
    font = Inter 10
    format = "<b>%s</b>\\n%b"
    markup = full
    origin = bottom-right
    offset = 18x18
    width = (300, 380)
    height = 200
    padding = 14
    horizontal_padding = 16
    text_icon_padding = 14
    frame_width = 1
    frame_color = "#3a4152"
    corner_radius = 10
    gap_size = 8
    icon_position = left
    min_icon_size = 32
    max_icon_size = 40
    progress_bar = false
    show_indicators = false
    idle_threshold = 0
    mouse_left_click = do_action, close_current
    mouse_right_click = close_current

[urgency_low]
    background = "#20242e"
    foreground = "#eef1f6"
    timeout = 30

[urgency_normal]
    background = "#20242e"
    foreground = "#eef1f6"
    timeout = 30

[urgency_critical]
    background = "#20242e"
    foreground = "#ffffff"
    frame_color = "#e5484d"
    timeout = 0
`;
