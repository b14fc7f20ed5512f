/** The first heading of a document, without marks. */
export const titleOf = (text) => (/^# (.+)$/m.exec(text ?? "")?.[1] ?? "Wayseal").replaceAll(/[`*]/g, "")

/** The anchor of a heading, as GitHub makes it, so that links work in both. */
export const headingSlug = (heading) =>
  heading
    .toLowerCase()
    .replaceAll(/[^\p{L}\p{N}\s_-]/gu, "")
    .trim()
    .replaceAll(/\s/g, "-")
