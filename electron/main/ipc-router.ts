import { ipcMain } from 'electron';
import { callDoor, type Door } from './call-door.ts';

/** Opens the door to the page. The one channel on which main hears anything. */
export function routeCalls(door: Door): void {
  // SECURITY: electron-store answers this one to any page, with the path of the user's data.
  ipcMain.removeAllListeners('electron-store-get-data');
  ipcMain.handle('keyfob:call', callDoor(door));
}
