import { useEffect, useRef, useState } from 'react';

/** What can be dropped here at all. */
function hasFiles(event: DragEvent): boolean {
  return event.dataTransfer?.types.includes('Files') ?? false;
}

/**
 * Takes a file that is dropped anywhere on the window. True while one hovers over it. Null for `onText`: none is taken now,
 * and the pointer says so.
 */
export function useFileDrop(onText: ((text: string) => void) | null): boolean {
  const [hovers, setHovers] = useState(false);
  const taker = useRef(onText);
  useEffect(() => {
    taker.current = onText;
  });

  useEffect(() => {
    const onDragOver = (event: DragEvent): void => {
      if (!hasFiles(event) || event.dataTransfer === null) return;
      // Without this the browser would open the file in place of the page.
      event.preventDefault();
      event.dataTransfer.dropEffect = taker.current === null ? 'none' : 'copy';
      setHovers(taker.current !== null);
    };
    const onDragLeave = (event: DragEvent): void => {
      if (event.relatedTarget === null) setHovers(false);
    };
    const onDrop = (event: DragEvent): void => {
      if (!hasFiles(event)) return;
      event.preventDefault();
      setHovers(false);
      const file = event.dataTransfer?.files[0];
      if (file !== undefined && taker.current !== null) void file.text().then(taker.current);
    };
    window.addEventListener('dragover', onDragOver);
    window.addEventListener('dragleave', onDragLeave);
    window.addEventListener('drop', onDrop);
    return () => {
      window.removeEventListener('dragover', onDragOver);
      window.removeEventListener('dragleave', onDragLeave);
      window.removeEventListener('drop', onDrop);
    };
  }, []);
  return hovers;
}
