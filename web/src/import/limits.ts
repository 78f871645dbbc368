// What a file may be to be imported. All of it is looked at before anything of the file is unpacked or parsed. Next: zip.ts.

export const FILE_BYTES_MAX = 20_000_000;
/** What one entry of a .docx, and all together, may unpack to. */
export const ENTRY_BYTES_MAX = 50_000_000;
export const UNPACKED_BYTES_MAX = 100_000_000;
export const ENTRIES_MAX = 2_000;
/** How many times its size an entry of more than this may unpack to. */
export const RATIO_MAX = 100;
export const RATIO_FROM_BYTES = 1_000_000;
export const NAME_UNITS_MAX = 255;
export const XML_DEPTH_MAX = 256;
/** Text is shorter than files with pictures. */
export const MARKDOWN_BYTES_MAX = 5_000_000;
/** Longer than this, and the worker is ended. */
export const PATIENCE_MS = 20_000;
export const IMAGES_BYTES_MAX = 60_000_000;
/** A chapter with more text than this is not taken by the service. */
export const TEXT_UNITS_MAX = 1_000_000;
