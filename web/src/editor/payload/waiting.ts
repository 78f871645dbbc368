// Pictures that came with a paste, by the figure that was made for each: they are this page's to send, once, as soon as the
// figure is drawn. Nothing of them is in the document. Next: ../views/sending.ts.

const waiting = new Map<string, Blob>();

/** A figure was made for what a paste brought; `data`: its picture, if it brought one. */
export function pictureCame(figure: string, data: unknown): void {
  if (data instanceof Blob) waiting.set(figure, data);
}

export const pictureWaits = (figure: string): boolean => waiting.has(figure);

/** The picture that waits to be sent for a figure; null if there is none, or somebody has taken it. */
export function takePicture(figure: string): Blob | null {
  const data = waiting.get(figure) ?? null;
  waiting.delete(figure);
  return data;
}
