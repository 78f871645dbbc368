// Part of edition.mjs: how texts are cleaned before they are frozen (docs/edition-format.md, "A chapter", step 2).
export const CONTROLS = /[\u0000-\u001f\u007f-\u009f]/g;
const TURNING = /[\u202a-\u202e\u2066-\u2069]/g;

export const clean = (text) => text.replace(TURNING, "");
export const line = (text) => clean(text).replace(CONTROLS, " ");
