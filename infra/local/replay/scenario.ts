/**
 * The breach of 2018 to replay: what the public record says, what is assumed where it says nothing, and how the same
 * visitors behave in front of the hub's lookup. Times are relative, because the replay ends now.
 *
 * @see https://globalnews.ca/news/4639742/ocs-canada-post-hacked/
 * https://www.dww.com/articles/ontario-cannabis-store-privacy-breach-affects-thousands-of-recreational-cannabis-buyers
 * @see https://www.tripwire.com/state-of-security/latest-security-news/canada-post-leaked-data-cannabis-customers/
 */
export type Scenario = typeof scenario2018

export const scenario2018 = {
  title: "The tracking-tool enumeration of autumn 2018",
  /**
   * One customer of the retailer, signed in nowhere, entered order references of the retailer in the carrier's tool.
   * The carrier told the retailer on 1 November 2018, and did not tell its customers.
   */
  publicRecord: {
    /** Orders whose delivery information was accessed. Address, payment and purchaser were not. */
    ordersAccessed: 4500,
    fieldsAccessed: ["nature-of-delivery", "signatory-name-or-initials", "postal-code", "delivery-date"] as const,
  },
  /** The references are taken to be consecutive. */
  assumed: {
    secondsBetweenLookups: { least: 6, most: 15 },
    /** 4,500 were 2 % of all orders, in the first 15 days of the retailer's shop. */
    ordersPerDay: 15_000,
    /** How often the carrier reports accesses to the hub. */
    reportedEverySeconds: 60,
    /** How many of the orders walked, from the first on, the retailer had published to the hub. */
    ordersKnownToTheHub: 250,
    /** Recipients who look up their own parcel at the same time. */
    observedRecipients: 450,
    recipientsOnWalkersNetwork: 12,
    /** Share of the parcels that go to Québec; the others go to Ontario. */
    shareInQuebec: 0,
  },
  cast: { retailer: "leafline", carrier: "northpost" },
  guarded: {
    /** Lookups without proof, one after the other. */
    walkerLookups: 40,
    /** References that are tried with the commonest postal codes, and postal codes tried for each of them. */
    guesserReferences: 12,
    guessesPerReference: 3,
    lookupsAfterRestriction: 300,
    parallel: 10,
    recipients: 320,
    shares: { link: 0.65, typo: 0.15, refresh: 0.4 },
    recipientsOnWalkersNetwork: 24,
    commonPostalCodes: ["M5V 3A8", "M4Y 1H5", "L5B 2C9", "K1P 1J1"],
    /** Share of the parcels that go to one of those postal codes. */
    shareAtCommonPostalCodes: 0.4,
  },
  randomSeed: 2018,
}
