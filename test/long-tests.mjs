/**
 * Tests that take long, the longest first, and folders of such tests. `npm run test:long` runs them, and `npm test`
 * leaves them out, so that it ends within some minutes on two cores.
 */
export const longTests = [
  "/test/simulation/planted-faults.test.ts",
  "/test/end-to-end/operations.test.ts",
  "/test/browser/console.test.ts",
  "/test/simulation/many-schedules.test.ts",
  "/test/end-to-end/breach-desk-2018.test.ts",
  "/test/end-to-end/trial.test.ts",
  "/test/browser/pages.test.ts",
  "/test/end-to-end/breach-desk-alone.test.ts",
  "/test/infra/cold-start.test.ts",
  "/test/infra/pairs-of-settings.test.ts",
  "/test/simulation/alert-delays.test.ts",
  "/test/end-to-end/poison/",
  "/test/desk/dossier/pdf-ua.test.ts",
  "/test/infra/release/release-files.test.ts",
  "/test/end-to-end/smallest-stage.test.ts",
  "/test/simulation/lies/",
  "/test/simulation/outage-of-a-table.test.ts",
  "/test/infra/settings-fit.test.ts",
  "/test/watch/lookups/vouching/no-word-moves-the-hub.test.ts",
  "/test/infra/refused-stage.test.ts",
  "/test/infra/many-parties.test.ts",
  "/test/desk/merging/merged-equals-one.test.ts",
  "/test/desk/duties/duties-per-retailer.test.ts",
  "/test/desk/api/many-restrictions.test.ts",
  "/test/desk/merging/merge-cases.test.ts",
  "/test/desk/dossier/pdf-structure.test.ts",
  "/test/desk/cases/turns-of-sides.test.ts",
  "/test/bench/",
]
