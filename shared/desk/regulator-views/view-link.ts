import type { DocumentLanguage } from "../../base/contracts/words.ts"

/** Where the page of views for regulators is on the hub's host. */
export const viewPath = "/view"

/** The link of a view, from the hub's address on. The token is behind `#`, which no browser sends to a server. */
export const viewLink = (token: string, language: DocumentLanguage): string => `${viewPath}?lang=${language}#${token}`
