/** What a person is told when the API refuses or cannot be reached. */
export class ImportError extends Error {
  constructor(message: string, readonly status: number) {
    super(message);
  }
}

const attempts = 8;
const longestPauseMs = 30_000;

/** The API, called with a key. A call that may be repeated is, while the API asks for it or cannot be reached. */
export class Connection {
  constructor(readonly url: string, private readonly key: string) {}

  static fromEnvironment(): Connection {
    const [url, key] = ["FRONTLINE_URL", "FRONTLINE_API_KEY"].map((name) => {
      const value = Deno.env.get(name);
      if (!value) throw new Error(`${name} is not set, see --help`);
      return value;
    });
    return new Connection(url!.replace(/\/+$/, ""), key!);
  }

  /** `data` of a successful answer. Throws ImportError with the API's own sentence. */
  async call<T>(method: string, path: string, json?: unknown): Promise<T> {
    const body = json === undefined ? undefined : JSON.stringify(json);
    const response = await this.send(method, path, body, { "content-type": "application/json" });
    const { data }: { data: T } = await response.json();
    return data;
  }

  async send(
    method: string,
    path: string,
    body?: string | Uint8Array<ArrayBuffer>,
    headers: Record<string, string> = {},
  ): Promise<Response> {
    for (let attempt = 1;; attempt++) {
      const response = await fetch(`${this.url}/batch-import/v1${path}`, {
        method,
        headers: { "x-api-key": this.key, ...body === undefined ? {} : headers },
        body,
      }).catch((error) => {
        if (attempt === attempts) throw new Error(`${this.url} cannot be reached: ${error.message}`);
      });
      if (response?.ok) return response;
      if (response && (attempt === attempts || response.status !== 429 && response.status < 500)) {
        throw new ImportError(await reason(response), response.status);
      }
      const asked = 1_000 * Number(response?.headers.get("retry-after") ?? 0);
      await response?.body?.cancel();
      await pause(Math.min(Math.max(asked, 250 * 2 ** attempt), longestPauseMs));
    }
  }
}

export function pause(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms));
}

async function reason(response: Response): Promise<string> {
  const text = await response.text();
  try {
    const { error }: { error: { message: string } } = JSON.parse(text);
    return error.message;
  } catch {
    return `${response.url} answered ${response.status}`;
  }
}
