/** Bytes as WebCrypto and fetch take them: the type has another name in each of the two TypeScripts that check us. */
export type Bytes = ReturnType<typeof Uint8Array.from>;
