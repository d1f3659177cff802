/**
 * A client of Redis's protocol (RESP2): pipelines on one connection, reconnecting when it is lost.
 *
 * @module
 */

/** A reply; simple strings and bulk strings differ in how Upstash encodes them. */
export type Reply =
  | { type: "simple"; value: string }
  | { type: "bulk"; value: Uint8Array<ArrayBuffer> }
  | { type: "integer"; value: number }
  | { type: "null"; value: null }
  | { type: "array"; value: Reply[] }
  | { type: "error"; message: string };

/** Redis cannot be reached, or went away before it answered. */
export class RedisUnavailable extends Error {
  override name = "RedisUnavailable";
}

interface Waiting {
  resolve(reply: Reply): void;
  reject(error: Error): void;
}

const encoder = new TextEncoder();
const decoder = new TextDecoder();

/** One connection to Redis. Commands sent together stay together, so that MULTI … EXEC is safe on it. */
export class RedisClient {
  #connection: Promise<Deno.TcpConn> | undefined;
  #waiting: Waiting[] = [];

  constructor(readonly port: number) {}

  /** Sends commands in one write; resolves with one reply each. */
  async send(commands: unknown[][]): Promise<Reply[]> {
    let connection: Deno.TcpConn;
    try {
      connection = await (this.#connection ??= this.#connect());
    } catch (error) {
      this.#connection = undefined;
      throw new RedisUnavailable(`Redis cannot be reached: ${error}`);
    }
    const replies = commands.map(() => {
      const { promise, resolve, reject } = Promise.withResolvers<Reply>();
      this.#waiting.push({ resolve, reject });
      return promise;
    });
    this.#write(connection, encode(commands));
    return await Promise.all(replies);
  }

  /** Closes the connection. */
  async close(): Promise<void> {
    const connection = await this.#connection?.catch(() => undefined);
    if (connection) this.#drop(connection);
  }

  async #connect(): Promise<Deno.TcpConn> {
    const connection = await Deno.connect({ hostname: "127.0.0.1", port: this.port });
    connection.setNoDelay(true);
    this.#read(connection);
    return connection;
  }

  #pending: Promise<void> = Promise.resolve();
  #write(connection: Deno.TcpConn, bytes: Uint8Array): void {
    this.#pending = this.#pending.then(async () => {
      for (let sent = 0; sent < bytes.length;) sent += await connection.write(bytes.subarray(sent));
    }).catch(() => this.#drop(connection));
  }

  async #read(connection: Deno.TcpConn): Promise<void> {
    let buffer = new Uint8Array(0);
    try {
      for await (const chunk of connection.readable) {
        buffer = buffer.length === 0 ? new Uint8Array(chunk) : concatenate([buffer, chunk]);
        let offset = 0;
        for (let parsed; (parsed = parseReply(buffer, offset)); offset = parsed.end) {
          this.#waiting.shift()?.resolve(parsed.reply);
        }
        buffer = buffer.slice(offset);
      }
    } catch {
      // A broken connection and a closed one both reject the waiting commands.
    }
    this.#drop(connection);
  }

  #drop(connection: Deno.TcpConn): void {
    this.#connection = undefined;
    for (const { reject } of this.#waiting.splice(0)) {
      reject(new RedisUnavailable("Redis closed the connection"));
    }
    try {
      connection.close();
    } catch (error) {
      if (!(error instanceof Deno.errors.BadResource)) throw error;
    }
  }
}

function encode(commands: unknown[][]): Uint8Array {
  const parts: Uint8Array[] = [];
  for (const command of commands) {
    parts.push(encoder.encode(`*${command.length}\r\n`));
    for (const argument of command) {
      const text = typeof argument === "object" ? JSON.stringify(argument) : String(argument);
      const bytes = encoder.encode(text);
      parts.push(encoder.encode(`$${bytes.length}\r\n`), bytes, encoder.encode("\r\n"));
    }
  }
  return concatenate(parts);
}

/** The reply that begins at the offset, and where it ends; undefined while it is incomplete. */
export function parseReply(
  bytes: Uint8Array<ArrayBuffer>,
  offset: number,
): { reply: Reply; end: number } | undefined {
  const lineEnd = bytes.indexOf(13, offset); // a reply's first line holds no carriage return but its own
  if (lineEnd < 0 || lineEnd + 1 >= bytes.length) return undefined;
  const line = decoder.decode(bytes.subarray(offset + 1, lineEnd));
  const next = lineEnd + 2;
  switch (String.fromCharCode(bytes[offset] ?? 0)) {
    case "+":
      return { reply: { type: "simple", value: line }, end: next };
    case "-":
      return { reply: { type: "error", message: line }, end: next };
    case ":":
      return { reply: { type: "integer", value: Number(line) }, end: next };
    case "$": {
      const length = Number(line);
      if (length < 0) return { reply: { type: "null", value: null }, end: next };
      if (bytes.length < next + length + 2) return undefined;
      return { reply: { type: "bulk", value: bytes.slice(next, next + length) }, end: next + length + 2 };
    }
    default:
      return parseArray(bytes, next, Number(line));
  }
}

function parseArray(bytes: Uint8Array<ArrayBuffer>, offset: number, length: number) {
  if (length < 0) return { reply: { type: "null", value: null } as const, end: offset };
  const value: Reply[] = [];
  for (let i = 0; i < length; i++) {
    const element = parseReply(bytes, offset);
    if (!element) return undefined;
    value.push(element.reply);
    offset = element.end;
  }
  return { reply: { type: "array", value } as const, end: offset };
}

function concatenate(parts: Uint8Array[]): Uint8Array<ArrayBuffer> {
  const whole = new Uint8Array(parts.reduce((length, part) => length + part.length, 0));
  let offset = 0;
  for (const part of parts) {
    whole.set(part, offset);
    offset += part.length;
  }
  return whole;
}
