/**
 * What a pooler in transaction mode does to its clients, and no more: every transaction may run on another connection to the
 * server, start-up options are refused, and nothing is reset in between. The server behind it must trust its host.
 */
import { connect, createServer, type Socket } from "node:net";

export interface Pooler {
  readonly port: number;
  /** Transactions that were handed to each connection. */
  readonly transactions: readonly number[];
  close(): void;
}

interface Backend {
  readonly socket: Socket;
  client: Socket | null;
}

const REFUSAL = message("E", "SFATAL\0VFATAL\0C08P01\0Munsupported startup parameter: options\0\0");
const WELCOME = Buffer.concat([Buffer.from("R\0\0\0\u0008\0\0\0\0", "latin1"), message("Z", "I")]);

function message(type: string, body: string): Buffer {
  const header = Buffer.alloc(5);
  header.write(type, "latin1");
  header.writeInt32BE(body.length + 4, 1);
  return Buffer.concat([header, Buffer.from(body, "latin1")]);
}

function startup(user: string, database: string): Buffer {
  const body = Buffer.from(`\0\u0003\0\0user\0${user}\0database\0${database}\0\0`, "latin1");
  const length = Buffer.alloc(4);
  length.writeInt32BE(body.length + 4);
  return Buffer.concat([length, body]);
}

/** Calls back with every whole message of a stream: its type and its bytes. */
function onMessage(socket: Socket, handle: (type: string, bytes: Buffer) => void): void {
  let rest: Buffer = Buffer.alloc(0);
  socket.on("data", (chunk: Buffer) => {
    rest = Buffer.concat([rest, chunk]);
    while (rest.length >= 5 && rest.length > rest.readInt32BE(1)) {
      const end = rest.readInt32BE(1) + 1;
      handle(rest.toString("latin1", 0, 1), rest.subarray(0, end));
      rest = rest.subarray(end);
    }
  });
}

function openBackend(port: number, user: string, database: string): Promise<Backend> {
  const backend: Backend = { socket: connect(port, "127.0.0.1"), client: null };
  backend.socket.write(startup(user, database));
  return new Promise((resolve, reject) => {
    backend.socket.once("error", reject);
    onMessage(backend.socket, (type, bytes) => {
      const { client } = backend;
      client?.write(bytes);
      if (type !== "Z") return;
      // Outside a transaction the connection is anybody's.
      if (bytes.toString("latin1", 5) === "I") backend.client = null;
      if (client === null) resolve(backend);
    });
  });
}

/** A pooler with two connections to the server that listens at this port; it gives them out in turn. */
export async function startPooler(serverPort: number, user: string, database: string): Promise<Pooler> {
  const backends = await Promise.all([0, 1].map(() => openBackend(serverPort, user, database)));
  const transactions = backends.map(() => 0);
  let turn = 0;
  const listener = createServer((client) => {
    client.on("error", () => undefined);
    client.once("data", (first) => {
      if (first.includes("options")) {
        client.end(REFUSAL);
        return;
      }
      client.write(WELCOME);
      onMessage(client, (type, bytes) => {
        if (type === "X") return;
        let backend = backends.find((each) => each.client === client);
        if (!backend) {
          turn = (turn + 1) % backends.length;
          backend = backends[turn];
          if (!backend) return;
          backend.client = client;
          transactions[turn] = (transactions[turn] ?? 0) + 1;
        }
        backend.socket.write(bytes);
      });
    });
  });
  await new Promise<void>((resolve) => {
    listener.listen(0, "127.0.0.1", resolve);
  });
  const address = listener.address();
  return {
    port: address !== null && typeof address === "object" ? address.port : 0,
    transactions,
    close() {
      listener.close();
      for (const { socket } of backends) socket.destroy();
    },
  };
}
