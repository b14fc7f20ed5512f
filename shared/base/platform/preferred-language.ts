/**
 * The first of the languages that a header `accept-language` asks for, by its weights (RFC 9110, 12.5.4). Undefined if
 * it asks for none of them, or is absent.
 *
 * @param languages as two letters
 */
export function preferredLanguage<Language extends string>(
  header: string | undefined,
  languages: readonly Language[],
): Language | undefined {
  const wishes = (header ?? "").split(",").map((wish) => {
    const [tag = "", ...parameters] = wish.trim().toLowerCase().split(";")
    const weight = parameters.map((one) => /^\s*q=([\d.]+)$/.exec(one)?.[1]).find((one) => one !== undefined)
    return { language: languages.find((one) => tag.split("-")[0] === one), weight: Number(weight ?? 1) }
  })
  return wishes
    .filter(({ language, weight }) => language !== undefined && weight > 0)
    .sort((one, other) => other.weight - one.weight)[0]?.language
}
