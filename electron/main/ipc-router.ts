import { ipcMain } from 'electron';
import { callDoor, type Door } from './call-door.ts';

/** Opens the door to the page. The one channel on which main hears anything. */
export function routeCalls(door: Door): void {
  ipcMain.handle('keyfob:call', callDoor(door));
}
