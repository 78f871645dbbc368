// @y/websocket-server with its LevelDB store, both as they come, on a port of its own. For measuring beside our service;
// it never sees a document that matters. `node y-websocket.mjs FOLDER` prints where it listens.
import http from "node:http";
import WebSocket from "ws";

process.env.YPERSISTENCE = `${process.argv[2]}/leveldb`;
const said = console.info;
console.info = () => {}; // it says where it keeps its documents; the first line here is where it listens
const { setupWSConnection } = await import("@y/websocket-server/utils");
console.info = said;

const sockets = new WebSocket.Server({ noServer: true });
sockets.on("connection", setupWSConnection);
const server = http.createServer((_request, response) => response.end());
server.on("upgrade", (request, socket, head) => {
  sockets.handleUpgrade(request, socket, head, (opened) => sockets.emit("connection", opened, request));
});
server.listen(0, "127.0.0.1", () => console.log(`listening on http://127.0.0.1:${server.address().port}`));
