import type { RunningKeyfob } from './running-keyfob.ts';

/** Four bytes a pixel, row by row. */
export interface Picture {
  readonly width: number;
  readonly height: number;
  readonly bytes: Buffer;
}

/** What the window shows on the screen at this moment, in pixels of a screen without scaling. */
export async function takePicture(keyfob: RunningKeyfob): Promise<Picture> {
  const { page } = await keyfob.window();
  // What the page changed a moment ago is drawn with the second frame at the latest.
  await page.evaluate(() => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done))));
  const { width, height, base64 } = await keyfob.app.inMain(async ({ BrowserWindow }) => {
    const image = await BrowserWindow.getAllWindows()[0]?.webContents.capturePage();
    return { ...image?.getSize(), base64: image?.toBitmap().toString('base64') ?? '' };
  });
  return { width: width ?? 0, height: height ?? 0, bytes: Buffer.from(base64, 'base64') };
}

/** A piece of a picture; the numbers are rounded inwards. */
export function cutPicture(
  from: Picture,
  box: { readonly x: number; readonly y: number; readonly width: number; readonly height: number },
): Picture {
  const [left, top] = [Math.ceil(box.x), Math.ceil(box.y)];
  const width = Math.floor(box.x + box.width) - left;
  const height = Math.floor(box.y + box.height) - top;
  const rows = Array.from({ length: height }, (_, y) => rowOf(from, left, top + y, width));
  return { width, height, bytes: Buffer.concat(rows) };
}

/** Whether a piece is anywhere in a picture, pixel by pixel. */
export function holdsPicture(whole: Picture, piece: Picture): boolean {
  const first = rowOf(piece, 0, 0, piece.width);
  for (let y = 0; y + piece.height <= whole.height; y += 1)
    for (let x = 0; x + piece.width <= whole.width; x += 1)
      if (rowOf(whole, x, y, piece.width).equals(first) && isAt(whole, piece, x, y)) return true;
  return false;
}

function isAt(whole: Picture, piece: Picture, x: number, y: number): boolean {
  for (let row = 0; row < piece.height; row += 1)
    if (!rowOf(whole, x, y + row, piece.width).equals(rowOf(piece, 0, row, piece.width))) return false;
  return true;
}

function rowOf({ bytes, width }: Picture, x: number, y: number, pixels: number): Buffer {
  return bytes.subarray(4 * (y * width + x), 4 * (y * width + x + pixels));
}
