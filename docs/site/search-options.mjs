/** How the search index is made and read: both have to agree. */
export const searchOptions = { fields: ["title", "heading", "text"], storeFields: ["title", "heading", "url"] }

/** Pages to look something up in, whose rows have the same words, and those about how Wayseal came about. */
const lookedUp = /^\/(generated|api|decisions|bench|problems\.|changelog\.)/

/** How a search weighs what it finds. Guides come before tables. */
export const searchWeights = {
  combineWith: "AND",
  prefix: true,
  fuzzy: 0.15,
  boost: { title: 3, heading: 2 },
  boostDocument: (id) => (lookedUp.test(id) ? 0.2 : 1),
}
