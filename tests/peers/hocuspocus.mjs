// Hocuspocus with its SQLite extension, both as they come, on a port of its own. For measuring beside our service; it
// never sees a document that matters. `node hocuspocus.mjs FOLDER` prints where it listens.
import { SQLite } from "@hocuspocus/extension-sqlite";
import { Server } from "@hocuspocus/server";

const folder = process.argv[2];
const server = new Server({
  address: "127.0.0.1",
  port: 0,
  quiet: true,
  extensions: [new SQLite({ database: `${folder}/documents.sqlite` })],
});
await server.listen();
console.log(`listening on http://127.0.0.1:${server.address.port}`);
