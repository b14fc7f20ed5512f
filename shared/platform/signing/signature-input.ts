/** What a message signature covers, and its parameters (RFC 9421 section 4.1). */
export type SignatureInput = {
  readonly label: string
  /** Names of the covered components, in order. */
  readonly components: readonly string[]
  readonly parameters: Readonly<Record<string, string | number>>
  /** The value of `@signature-params`: components and parameters as RFC 8941 section 4.1 writes them. */
  readonly text: string
}

/** Space, a member `label=("…" "…")` with its parameters, and a comma or the end. */
const member = /[ \t]*([a-z*][a-z0-9_.*-]*)=\(([^()]*)\)((?:;[^,;"]*(?:"(?:[^"\\]|\\["\\])*")?)*)[ \t]*(,|$)/gy
const component = /[ ]*"([\x20\x21\x23-\x5b\x5d-\x7e]*)"(?=[ ]|$)/gy
const parameter = /;[ ]*([a-z*][a-z0-9_.*-]*)=(?:(\d{1,15})|"((?:[\x20\x21\x23-\x5b\x5d-\x7e]|\\["\\])*)")/gy

/**
 * Reads `signature-input` as far as acts need it: components without parameters of their own, and parameters that are
 * numbers or texts.
 *
 * @returns `undefined` for anything else
 */
export function readSignatureInput(field: string): SignatureInput[] | undefined {
  const members = allOf(member, field)
  if (members === undefined || members.at(-1)?.[4] !== "") return undefined
  const read = members.map(([, label = "", names = "", parameters = ""]) => inputOf(label, names.trim(), parameters))
  return read.every((one) => one !== undefined) ? read : undefined
}

function inputOf(label: string, names: string, given: string): SignatureInput | undefined {
  const components = allOf(component, names)?.map(([, name = ""]) => name)
  const pairs = allOf(parameter, given)?.map(([, name = "", number, text = ""]) => {
    const value = number === undefined ? text.replace(/\\(.)/g, "$1") : Number(number)
    return [name, value] as const
  })
  if (components === undefined || pairs === undefined) return undefined
  const written = pairs.map(([name, value]) => `;${name}=${typeof value === "number" ? value : quoted(value)}`)
  const text = `(${components.map(quoted).join(" ")})${written.join("")}`
  return { label, components, parameters: Object.fromEntries(pairs), text }
}

const quoted = (text: string): string => `"${text.replace(/["\\]/g, "\\$&")}"`

/** Each match, one directly after the other. @returns `undefined` unless they are the whole text */
function allOf(sticky: RegExp, text: string): RegExpExecArray[] | undefined {
  const found: RegExpExecArray[] = []
  let end = 0
  sticky.lastIndex = 0
  while (end < text.length) {
    const match = sticky.exec(text)
    if (match === null) return undefined
    found.push(match)
    end = sticky.lastIndex
  }
  return found
}

/** The bytes of one member of `signature` or `content-digest` (RFC 8941 section 3.3.5), in base64. */
export function bytesOfMember(field: string, label: string): string | undefined {
  // Base64 has no comma.
  const found = field.split(",").flatMap((one) => {
    const [, name, bytes] = /^[ \t]*([a-z*][a-z0-9_.*-]*)=:([A-Za-z0-9+/]*={0,2}):[ \t]*$/.exec(one) ?? []
    return name === label && bytes !== undefined ? [bytes] : []
  })
  return found.length === 1 ? found[0] : undefined
}
