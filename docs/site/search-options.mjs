/** How the search index is made and read: both have to agree. */
export const searchOptions = { fields: ["title", "heading", "text"], storeFields: ["title", "heading", "url"] }

/** How a search weighs what it finds. */
export const searchWeights = { combineWith: "AND", prefix: true, fuzzy: 0.15, boost: { title: 3, heading: 2 } }
