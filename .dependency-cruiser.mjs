/**
 * The import rules of the house. TypeScript 7 is native and has no compiler API, so sources are read by swc.
 * `npm run imports` checks; a test plants violations and expects each to be found.
 */
const pureFolders = "^shared/(domain|law|detection)/"
const pureLibraries = "^node_modules/(zod|luxon|canonicalize|ipaddr\\.js|bowser)/"

/** @type {import("dependency-cruiser").IConfiguration} */
export default {
  forbidden: [
    {
      name: "no-cycles",
      comment: "A cycle means that neither side can be understood or tested alone.",
      severity: "error",
      from: {},
      to: { circular: true },
    },
    {
      name: "resolvable",
      comment: "An import that does not resolve would escape every other rule.",
      severity: "error",
      from: {},
      to: { couldNotResolve: true },
    },
    {
      name: "pure-core",
      comment:
        "Domain, law and detection are pure: each other, libraries that compute, and hashing. No clients, no files, no clock.",
      severity: "error",
      from: { path: pureFolders },
      to: { pathNot: [pureFolders, pureLibraries, "^(node:)?crypto$"] },
    },
    {
      name: "law-below-domain",
      comment: "Law is data: it knows nothing of cases.",
      severity: "error",
      from: { path: "^shared/law/" },
      to: { path: "^shared/(domain|detection)/" },
    },
    {
      name: "domain-above-law-alone",
      comment: "The domain does not know how a verdict is reached.",
      severity: "error",
      from: { path: "^shared/domain/" },
      to: { path: "^shared/detection/" },
    },
    {
      name: "contracts-on-domain",
      comment:
        "Partners import contracts: they bring domain words, law ids, zod and hashing, nothing that does anything.",
      severity: "error",
      from: { path: "^shared/contracts/" },
      to: { pathNot: ["^shared/(contracts|domain|law)/", "^node_modules/zod/", "^(node:)?crypto$"] },
    },
    {
      name: "shared-without-infra",
      comment: "What runs knows nothing of how it is deployed, nor of the functions that use it.",
      severity: "error",
      from: { path: "^shared/" },
      to: { path: "^(infra|functions|test)/" },
    },
    {
      name: "rendering-is-not-storage",
      comment: "Documents are made of facts that are handed in.",
      severity: "error",
      from: { path: "^shared/rendering/" },
      to: { path: "^(shared/(storage|messaging|runtime)/|node_modules/@aws-sdk/)" },
    },
    {
      name: "function-alone",
      comment: "A function shares code through shared/, never with another function.",
      severity: "error",
      from: { path: "^functions/([^/]+)/" },
      to: { path: "^functions/", pathNot: "^functions/$1/" },
    },
    {
      name: "function-without-infra",
      comment: "Functions import shared code and libraries only.",
      severity: "error",
      from: { path: "^functions/" },
      to: { path: "^(infra|test)/" },
    },
    {
      name: "use-case-without-clients",
      comment: "Only entry.ts builds clients and reads settings; a use case gets what it needs.",
      severity: "error",
      from: { path: "^functions/[^/]+/", pathNot: "/entry\\.ts$" },
      to: {
        path: "^(node_modules/(@aws-sdk|@middy|@aws-lambda-powertools)/|shared/runtime/(environment|parties)\\.ts$)",
      },
    },
    {
      name: "cdk-in-infra",
      comment: "CDK is for infra and its tests.",
      severity: "error",
      from: { pathNot: "^(infra|test/(infra|end-to-end))/" },
      to: { path: "^node_modules/(aws-cdk-lib|constructs|cdk-nag)/" },
    },
    {
      name: "infra-without-machinery",
      comment:
        "Stacks and constructs know contracts, parties, law settings and function folders, not what runs inside.",
      severity: "error",
      from: { path: "^infra/(stacks|constructs)/|^infra/[^/]+\\.ts$" },
      to: { path: "^(functions|test)/|^shared/(storage|messaging|runtime|detection|rendering)/" },
    },
    {
      name: "nothing-imports-tests",
      comment: "Test code stays out of what is deployed.",
      severity: "error",
      from: { pathNot: "^test/" },
      to: { path: "^test/" },
    },
    {
      name: "no-test-libraries",
      comment: "Development dependencies stay out of what is deployed.",
      severity: "error",
      from: { path: "^(functions|shared)/" },
      to: { dependencyTypes: ["npm-dev"], pathNot: "^node_modules/@types/" },
    },
    {
      name: "declared",
      comment: "Every library is declared in package.json.",
      severity: "error",
      from: {},
      to: { dependencyTypes: ["npm-no-pkg", "npm-unknown"] },
    },
  ],
  options: {
    parser: "swc",
    doNotFollow: { path: "node_modules" },
    exclude: { path: "(^|/)(dist|cdk\\.out|\\.local)/" },
    enhancedResolveOptions: {
      extensions: [".ts", ".mjs", ".js", ".json"],
      exportsFields: ["exports"],
      conditionNames: ["import", "node", "default", "types"],
      mainFields: ["module", "main", "types"],
    },
  },
}
