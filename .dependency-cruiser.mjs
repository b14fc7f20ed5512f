/**
 * The import rules of the house. TypeScript 7 is native and has no compiler API, so sources are read by swc.
 * `npm run imports` checks; a test plants violations and expects each to be found.
 */
import { readFileSync } from "node:fs"
import swc from "@swc/core"

// dependency-cruiser reads every file as TypeScript without JSX. Here `.tsx` is read with it.
const { parseFileSync } = swc
swc.parseFileSync = (file, options) => parseFileSync(file, { ...options, tsx: file.endsWith(".tsx") })

const ground = ["base/contracts", "base/platform"]
const base = [...ground, "base/keyed-hash"]
const gate = [...base, "parties", "intake/tracking"]
/**
 * Rooms by what they may import of the others, from the ground up. Their contexts have the order base, parties, intake,
 * watch, desk, proof, pages.
 */
const mayImport = {
  "base/contracts": [],
  "base/platform": ["base/contracts"],
  "base/keyed-hash": ground,
  "base/chain": ground,
  parties: base,
  "intake/tracking": [...base, "parties"],
  "intake/adapters": gate,
  "intake/erasures": gate,
  "watch/detection": [...base, "parties"],
  "watch/lookups": [...gate, "intake/erasures", "watch/detection"],
  "watch/alerts": [...gate, "watch/detection", "watch/lookups"],
  "desk/law": ground,
  desk: [...gate, "base/chain", "intake/erasures", "watch/detection", "watch/lookups", "watch/alerts", "desk/law"],
  "proof/evidence-package": [...base, "base/chain"],
  "proof/statements": [...gate, "watch/detection", "watch/lookups", "watch/alerts", "desk/law", "desk"],
  "pages/kit": [...base, "parties"],
  "pages/problems": [...base, "parties", "desk"],
  "pages/recipient": [...gate, "watch/lookups", "desk/law", "desk", "pages/kit"],
  "pages/letter": [...base, "base/chain", "parties", "desk/law", "desk", "pages/kit"],
  "pages/sign-in": [...gate, "pages/kit"],
  "pages/operator": [...gate, "watch/detection", "desk", "pages/kit", "pages/sign-in"],
}
/** The folder of a room. Law is a room of its own in the folder of the desk. */
const folderOf = (room) => (room === "desk" ? "^shared/desk/(?!law/)" : `^shared/${room}/`)
const impureNames = "/(dynamo|load|deployed)-[^/]+\\.ts$"
const memoryNames = "/memory-[^/]+\\.ts$"
const pureLibraries =
  "^node_modules/(zod|luxon|canonicalize|ipaddr\\.js|bowser|jose|leven|standardwebhooks|docx|ical-generator|@types)/"
/** What else is deployed. The rest of the project's libraries deploys it or tests it. */
const deployedLibraries = [
  pureLibraries,
  "^node_modules/@aws-lambda-powertools/(logger|metrics)/",
  "^node_modules/@aws-sdk/client-(cloudformation|cloudwatch|dynamodb|eventbridge|kms|lambda|s3)/",
  "^node_modules/@aws-sdk/(client-(secrets-manager|sesv2|sns|sqs)|s3-request-presigner|util-dynamodb)/",
  "^node_modules/(@expo-google-fonts/roboto|@middy/core|@smithy/core|fontkit|linebreak|openid-client|pdfkit)/",
]
/** What every `deployment.ts` is written with. */
const deploymentForms = "^functions/(deployment|tables|grants)\\.ts$"
const roomRules = Object.entries(mayImport).map(([room, others]) => ({
  name: `${room.split("/").at(-1)}-room`,
  comment: `shared/${room} imports of the other rooms only ${others.join(", ") || "none"}.`,
  severity: "error",
  from: { path: folderOf(room) },
  to: { path: "^shared/", pathNot: [room, ...others].map(folderOf) },
}))

/**
 * The files of a context that other contexts may import, by what they are about. Base has none: it is the ground floor,
 * and all of it is for others. Nobody imports proof or pages.
 */
const surfaceOf = (context) => {
  const file = new URL(`shared/${context}/surface.json`, import.meta.url)
  return Object.values(JSON.parse(readFileSync(file, "utf8"))).flat()
}
const literal = (text) => text.replaceAll(".", "\\.")
const surfaceRules = ["parties", "intake", "watch", "desk"].map((context) => ({
  name: `${context}-surface`,
  comment: `Other contexts import of ${context} what shared/${context}/surface.json names. The rest may change at any time.`,
  severity: "error",
  from: { path: "^shared/", pathNot: `^shared/${context}/` },
  to: { path: `^shared/${context}/`, pathNot: `^shared/${context}/(${surfaceOf(context).map(literal).join("|")})$` },
}))

/** Workspaces that are published or built without the rest of the project, and so declare all that they import. */
const declaring = ["client", "console", "docs/site"].map((folder) => {
  const manifest = JSON.parse(readFileSync(new URL(`${folder}/package.json`, import.meta.url), "utf8"))
  const { dependencies, devDependencies, peerDependencies } = manifest
  const names = Object.keys({ ...dependencies, ...devDependencies, ...peerDependencies })
  return {
    name: `${folder.split("/").at(-1)}-declares`,
    comment: `${folder}/package.json declares all that this workspace imports.`,
    severity: "error",
    from: { path: `^${folder}/` },
    to: { path: "^node_modules/", pathNot: `^node_modules/(@types|${names.map(literal).join("|")})/` },
  }
})

/** What reads and changes cases, and what it is given to do so. */
const portsOfCases = [
  "^shared/desk/cases/(breach-cases|case-writer|change-case)\\.ts$",
  "^shared/desk/exposures/exposure-ports\\.ts$",
  "^shared/base/platform/(clock|random-id|sealing)\\.ts$",
  "^shared/parties/party-directory\\.ts$",
  "^shared/watch/lookups/reporting/report-streams\\.ts$",
]
/** A folder that is no room would escape every rule of rooms. */
const rooms = Object.keys(mayImport).map(folderOf)

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
      name: "no-folder-cycles",
      comment: "Folders of shared/ have an order: a reader who starts at the lowest never has to go back.",
      severity: "error",
      scope: "folder",
      from: { path: "^shared/" },
      to: { circular: true },
    },
    {
      name: "resolvable",
      comment:
        "An import that does not resolve would escape every other rule. The build puts minisearch beside search.js.",
      severity: "error",
      from: { pathNot: "^docs/site/search\\.js$" },
      to: { couldNotResolve: true },
    },
    ...roomRules,
    ...surfaceRules,
    {
      name: "in-a-room",
      comment: "Each file of shared/ is in a room, which says what it may import.",
      severity: "error",
      from: { path: "^shared/", pathNot: rooms },
      to: {},
    },
    {
      name: "decisions-pure",
      comment: "What is decided on a case follows from the rows that were read: it gets no store and no clock.",
      severity: "error",
      from: { path: "/decide-[^/]+\\.ts$" },
      to: { path: portsOfCases },
    },
    {
      name: "law-words-alone",
      comment: "Law is data: of the contracts it knows the words, and how strings are bounded.",
      severity: "error",
      from: { path: "^shared/desk/law/" },
      to: {
        path: "^shared/base/contracts/",
        pathNot: "^shared/base/contracts/(bounded-(string|address)|(legal-)?words)\\.ts$",
      },
    },
    {
      name: "platform-forms-alone",
      comment:
        "Platform knows no business: of the contracts the words, bounds, and the forms of envelope, problem, deprecation and signatures.",
      severity: "error",
      from: { path: "^shared/base/platform/" },
      to: {
        path: "^shared/base/contracts/",
        pathNot:
          "^shared/base/contracts/(words|bounded-(string|address|json)|envelope|problem|deprecation|(act-)?signature)\\.ts$",
      },
    },
    {
      name: "contracts-light",
      comment: "Partners import contracts: zod, hashing and the distance of words, nothing that does anything.",
      severity: "error",
      from: { path: "^shared/base/contracts/" },
      to: { pathNot: ["^shared/base/contracts/", "^node_modules/(zod|leven)/", "^(node:)?crypto$"] },
    },
    {
      name: "pure-by-name",
      comment: "Outside platform/ only dynamo-*, load-* and deployed-* touch a client, a file, the network or middy.",
      severity: "error",
      from: { path: "^shared/", pathNot: ["^shared/base/platform/", impureNames] },
      to: { pathNot: ["^shared/", pureLibraries, "^(node:)?crypto$"] },
    },
    {
      name: "pure-imports-pure",
      comment: "A pure file gets its stores and clients handed in. The laws are data, which a bundle has beside it.",
      severity: "error",
      from: { path: "^shared/", pathNot: ["^shared/base/platform/", impureNames, "^shared/desk/law/catalogue\\.ts$"] },
      to: { path: `/(dynamo|load|deployed)-[^/]+\\.ts$` },
    },
    {
      name: "memory-not-deployed",
      comment: "Deployed code keeps what it knows in DynamoDB. What is in memory serves the client and commands.",
      severity: "error",
      from: { path: "^(functions|shared)/", pathNot: memoryNames },
      to: { path: memoryNames },
    },
    {
      name: "shared-without-infra",
      comment: "What runs knows nothing of how it is deployed, nor of the functions that use it.",
      severity: "error",
      from: { path: "^shared/" },
      to: { path: "^(client|infra|functions|test)/" },
    },
    {
      name: "client-alone",
      comment: "Partners install the client. Of this project it takes contracts, and what it can carry along.",
      severity: "error",
      from: { path: "^client/" },
      to: {
        path: "^(infra|functions|test)/|^shared/(parties|intake/(tracking|erasures)|watch/(lookups|alerts)|desk|pages)/",
      },
    },
    {
      name: "client-pure",
      comment: "Of detection and platform the client carries along what touches no client, file or network.",
      severity: "error",
      from: { path: "^client/" },
      to: { path: `^shared/.*${impureNames}` },
    },
    {
      name: "client-without-aws",
      comment: "A partner may have no AWS account: only load-* imports an AWS client, when it is asked for.",
      severity: "error",
      from: { path: "^client/", pathNot: "/load-[^/]+\\.ts$" },
      to: { path: "^node_modules/@aws-sdk/" },
    },
    {
      name: "console-alone",
      comment:
        "The console is a page in the browser. Of this project it takes words, law and the types of the API, which touch nothing.",
      severity: "error",
      from: { path: "^console/" },
      to: {
        path: "^(client|infra|functions|shared|test)/",
        pathNot: [
          "^client/api/generated/paths\\.ts$",
          "^client/tokens/act-headers\\.ts$",
          "^shared/base/(contracts|chain)/",
          "^shared/desk/law/",
          "^shared/proof/evidence-package/",
          "^shared/base/platform/bilingual\\.ts$",
          "^shared/base/platform/french\\.ts$",
          "^shared/desk/dossier/(at-hub|codes|entry-types|law-coverage|lookups|proof)-in-words\\.ts$",
          "^shared/desk/dossier/merge-slots\\.ts$",
          "^shared/desk/(dossier/unwatched-(in-words|sentences)|evidence-content|unknown-reason|timeline-entry-type)\\.ts$",
          "^shared/desk/duties/duty-(lists|operations)\\.ts$",
          "^shared/desk/alerts/mail-words[^/]*\\.ts$",
          "^shared/watch/detection/anomalies/voucher-in-words\\.ts$",
        ],
      },
    },
    {
      name: "console-in-the-browser",
      comment: "A browser has no Node.js. Only the settings of its build run there.",
      severity: "error",
      from: { path: "^console/", pathNot: "^console/vite\\.config\\.ts$" },
      to: { dependencyTypes: ["core"] },
    },
    {
      name: "console-served",
      comment:
        "Of the console, others know the policy of its pages, its messages and words, and how the page of a package reads " +
        "it. The rest they serve as files.",
      severity: "error",
      from: { pathNot: "^(test/)?console/" },
      to: {
        path: "^console/",
        pathNot: "^console/(page-policy\\.ts|messages/|evidence-page/(words|packaged-case)\\.ts)",
      },
    },
    {
      name: "function-alone",
      comment: "A function shares code through shared/, never with another function.",
      severity: "error",
      from: { path: "^functions/([^/]+)/" },
      to: { path: "^functions/", pathNot: ["^functions/$1/", deploymentForms] },
    },
    {
      name: "function-without-infra",
      comment: "Functions import shared code and libraries only.",
      severity: "error",
      from: { path: "^functions/" },
      to: { path: "^(client|infra|test)/" },
    },
    {
      name: "deployment-is-data",
      comment: "A deployment is data for infra. Of shared/ it imports only contracts.",
      severity: "error",
      from: { path: "^functions/[^/]+/deployment\\.ts$" },
      to: { pathNot: [deploymentForms, "^shared/base/contracts/"] },
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
      to: {
        path: "^test/|^functions/[^/]+/|^shared/(base/platform|intake/(tracking|erasures)|watch|desk/(?!law/)|proof)/",
        // What both sides must agree on: names of environment variables, and how often a queue delivers.
        pathNot: "^shared/base/platform/(resource-variables|deliveries-of-a-message)\\.ts$",
      },
    },
    {
      name: "nothing-imports-tests",
      comment: "Test code stays out of what is deployed. The command simulate runs the simulation where it is.",
      severity: "error",
      from: { pathNot: "^test/|^infra/cli/simulate\\.ts$" },
      to: { path: "^test/" },
    },
    {
      name: "deployed-libraries",
      comment: "What deploys the project or tests it stays out of what is deployed. A new library is chosen here.",
      severity: "error",
      from: { path: "^(functions|shared)/" },
      to: { path: "^node_modules/", pathNot: deployedLibraries },
    },
    {
      name: "deploys-without-tools",
      comment:
        "Who deploys installs no development dependencies. Checks, and what writes documents, are for developers.",
      severity: "error",
      from: { path: "^(client|infra)/", pathNot: "^infra/(lint|cli/documents)/" },
      to: { dependencyTypes: ["npm-dev"], pathNot: "^node_modules/@types/" },
    },
    ...declaring,
    {
      name: "declared",
      comment: "Every library is declared in package.json, or in that of the workspace.",
      severity: "error",
      from: {},
      to: { dependencyTypes: ["npm-no-pkg", "npm-unknown"], dependencyTypesNot: ["npm-peer"] },
    },
  ],
  options: {
    parser: "swc",
    doNotFollow: { path: "node_modules" },
    // A workspace may take what the project declares.
    combinedDependencies: true,
    exclude: { path: "(^|/)(dist|cdk\\.out|\\.local)/" },
    enhancedResolveOptions: {
      extensions: [".ts", ".tsx", ".mjs", ".js", ".json"],
      exportsFields: ["exports"],
      conditionNames: ["import", "node", "default", "types"],
      mainFields: ["module", "main", "types"],
    },
  },
}
