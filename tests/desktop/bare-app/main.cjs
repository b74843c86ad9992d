const { app, clipboard, Menu, nativeImage, Notification, Tray } = require('electron');

// The smallest tray app that there is: the rig is tested with it and Keyfob is measured against it.
const ICON =
  'iVBORw0KGgoAAAANSUhEUgAAABYAAAAWCAYAAADEtGw7AAAAr0lEQVR42r2VwQ2AIAxF3YE5GIotPDCFY3jk6A4c3cAp9FBpxARJ' +
  'qUbzJXmJqfXlpwp2/UgdgidNNuESPuNy7bWYBTFBDWLueSw2iaAIa0J+RhWbm5RaeqOJwwtpmVwUuw/SEyeJxREME9G8EK3bAV9z' +
  'TRnJRWxbUpbVi2uK3JZicQycrrX4njaOU+ylJiltmboh9r+IYaOAvTzY5wbdILAtDT2EYMcm9KCH/5o+sQMcOkw4wHNrWgAAAABJ' +
  'RU5ErkJggg==';

app.disableHardwareAcceleration();
app.on('window-all-closed', () => undefined);

let tray;
let shown;

app.whenReady().then(() => {
  tray = new Tray(nativeImage.createFromBuffer(Buffer.from(ICON, 'base64')));
  tray.setToolTip('Bare tray app');
  tray.on('click', () => console.log('tray clicked'));
  const copy = { label: 'Copy the text', click: () => clipboard.writeText('a text from the tray') };
  const notify = { label: 'Show a notification', click: showNotification };
  // A benchmark compares one entry with one entry; the rig's own test wants the second.
  tray.setContextMenu(
    Menu.buildFromTemplate(process.argv.includes('--with-notification') ? [copy, notify] : [copy]),
  );
  console.log('tray ready');
});

function showNotification() {
  shown = new Notification({ title: 'A bare notification', body: 'Click it: the app hears of it.' });
  shown.on('click', () => console.log('notification clicked'));
  shown.on('close', () => console.log('notification closed'));
  shown.show();
}
