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
const member =
  /[ \t]*([a-z*][a-z0-9_.*-]*)=\(([^()]*)\)(?:((?:;[^,;"]*(?:"(?:[^"\\]|\\["\\])*"[ \t]*)?)+)|[ \t]*)(,|$)/gy
const component = /[ ]*"([\x20\x21\x23-\x5b\x5d-\x7e]*)"(?=[ ]|$)/gy
const byteMember = /[ \t]*([a-z*][a-z0-9_.*-]*)=:([A-Za-z0-9+/]*={0,2}):[ \t]*(,|$)/gy
const parameter = /;[ ]*([a-z*][a-z0-9_.*-]*)=(?:(\d{1,15})|"((?:[\x20\x21\x23-\x5b\x5d-\x7e]|\\["\\])*)")/gy

/**
 * Reads `signature-input` as far as acts need it: components without parameters of their own, and parameters that are
 * numbers or texts. Readers disagree on which of two equal labels or parameters counts, and a component is named once
 * (RFC 9421 section 2.5).
 *
 * @returns `undefined` for anything else
 */
export function readSignatureInput(field: string): SignatureInput[] | undefined {
  const members = allOf(member, field)
  if (members === undefined || members.at(-1)?.[4] !== "") return undefined
  const read = members.map(([, label = "", names = "", parameters = ""]) =>
    inputOf(label, names.trim(), parameters.trimEnd()),
  )
  if (!areDistinct(members.map(([, label = ""]) => label))) return undefined
  return read.every((one) => one !== undefined) ? read : undefined
}

function inputOf(label: string, names: string, given: string): SignatureInput | undefined {
  const components = allOf(component, names)?.map(([, name = ""]) => name)
  const pairs = allOf(parameter, given)?.map(([, name = "", number, text = ""]) => {
    const value = number === undefined ? text.replace(/\\(.)/g, "$1") : Number(number)
    return [name, value] as const
  })
  if (components === undefined || pairs === undefined) return undefined
  if (!areDistinct(components) || !areDistinct(pairs.map(([name]) => name))) return undefined
  const written = pairs.map(([name, value]) => `;${name}=${typeof value === "number" ? value : quoted(value)}`)
  const text = `(${components.map(quoted).join(" ")})${written.join("")}`
  return { label, components, parameters: Object.fromEntries(pairs), text }
}

const areDistinct = (names: readonly string[]): boolean => new Set(names).size === names.length

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

/**
 * The bytes of one member of `signature` or `content-digest` (RFC 8941 section 3.3.5), in base64.
 *
 * @returns `undefined` unless each member is bytes under a name of its own, and these are in the one form of base64
 */
export function bytesOfMember(field: string, label: string): string | undefined {
  const members = allOf(byteMember, field)
  if (members === undefined || members.at(-1)?.[3] !== "") return undefined
  if (!areDistinct(members.map(([, name = ""]) => name))) return undefined
  const [, , bytes = ""] = members.find(([, name]) => name === label) ?? []
  return bytes !== "" && Buffer.from(bytes, "base64").toString("base64") === bytes ? bytes : undefined
}
