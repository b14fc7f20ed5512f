/** Most characters of a name that is kept. Windows takes 260 with all folders, and mail programs cut earlier. */
const mostCharacters = 120

/** Names that lead to a device on Windows, with any ending. */
const deviceName = /^(con|prn|aux|nul|clock\$|conin\$|conout\$|com[0-9¹²³]|lpt[0-9¹²³])$/i

/**
 * A name of a file that can be shown, written into a folder and sent on everywhere: without folders, control
 * characters, marks that turn the direction of writing or show nothing, and what Windows reserves. A long one is cut
 * before its ending.
 *
 * @param name as somebody gave it
 */
export function safeFileName(name: string): string {
  const shown = name
    .slice(0, 1_000)
    .normalize("NFC")
    .replace(/[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]/gu, "")
  const plain = trimmed(
    shown
      .slice(Math.max(shown.lastIndexOf("/"), shown.lastIndexOf("\\")) + 1)
      .replace(/[<>:"|?*]/g, "_")
      .replace(/\s+/gu, " "),
  )
  const stem = plain.split(".")[0]?.trimEnd() ?? ""
  const named = deviceName.test(stem) ? `_${plain}` : plain
  return cut(named) || "file"
}

const trimmed = (text: string): string => text.replace(/^ +/, "").replace(/(?<![. ])[. ]+$/, "")

function cut(name: string): string {
  const characters = Array.from(name)
  if (characters.length <= mostCharacters) return name
  const dot = characters.lastIndexOf(".")
  const ending = dot > 0 && characters.length - dot <= 16 ? characters.slice(dot) : []
  return `${trimmed(characters.slice(0, mostCharacters - ending.length).join(""))}${ending.join("")}`
}
