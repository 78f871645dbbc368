// Families of browsers and systems by the names their makers gave them, the same in every language. The service knows no more of
// a device either. Pure. Next: device-name.ts, ../desk/devices.ts.

export const BROWSERS: ReadonlyMap<string, string> = new Map([
  ["edge", "Edge"],
  ["opera", "Opera"],
  ["samsung", "Samsung Internet"],
  ["firefox", "Firefox"],
  ["chrome", "Chrome"],
  ["safari", "Safari"],
]);
export const SYSTEMS: ReadonlyMap<string, string> = new Map([
  ["windows", "Windows"],
  ["android", "Android"],
  ["ios", "iOS"],
  ["chromeos", "ChromeOS"],
  ["macos", "macOS"],
  ["linux", "Linux"],
]);
