import ipaddr from "ipaddr.js"

/** Most fields are an IPv4 address and nothing else, which needs no parser. */
export const usualVersion4 = /^(?:(?:25[0-5]|2[0-4]\d|1\d\d|[1-9]?\d)(?:\.(?!$)|$)){4}$/

/**
 * The address of a visitor from the field of a log: of `address, proxy, proxy` the first, without a port, a host name
 * in lower case.
 * @returns undefined when the field names nobody
 */
export const clientAddress = (field: string): string | undefined => {
  if (usualVersion4.test(field)) return field
  const first = (field.split(",")[0] ?? "").trim().replace(/^"|"$/g, "")
  const bare = withoutPort(first)
  if (ipaddr.isValid(bare)) return bare
  return /^(?=.*[a-z])[a-z0-9_.-]{2,253}$/i.test(bare) && bare !== "unknown" ? bare.toLowerCase() : undefined
}

const withoutPort = (text: string): string => {
  const bracketed = /^\[([^\]]+)\](?::\d+)?$/.exec(text)
  if (bracketed !== null) return bracketed[1] ?? text
  return text.replace(/^([^:]+):\d{1,5}$/, "$1")
}
