/**
 * What a text says as JSON; undefined if it is none, since the parser's own error would quote it. `parseBoundedJson` is
 * for what somebody else sends to the hub.
 */
export function parsedJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}
