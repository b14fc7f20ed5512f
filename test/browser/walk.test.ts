/**
 * The browser tests of `npm test`: every page of the console, the path from the alert to the closed case, and the pages
 * of recipients and operators, all in English. `npm run test:long` runs them in French, and all others.
 */
import { consoleLanguages } from "./console-visits.ts"
import { checkEveryConsolePage } from "./every-console-page.ts"
import { checkEveryOperatorPage } from "./every-operator-page.ts"
import { checkEveryRecipientPage } from "./every-recipient-page.ts"
import { inBrowser } from "./in-browser.ts"
import { followMainPath } from "./main-path.ts"
import { languages } from "./recipient-page-paths.ts"

const [english] = consoleLanguages

inBrowser("every page of the officer's console", (browser) => {
  checkEveryConsolePage(browser, [english])
})

inBrowser("an officer who never saw the console", (browser) => {
  followMainPath(browser, [english])
})

inBrowser("every page that a recipient comes to", (browser) => {
  checkEveryRecipientPage(browser, languages.slice(0, 1))
})

inBrowser("the operator's page in a browser", (browser) => {
  checkEveryOperatorPage(browser, languages.slice(0, 1))
})
