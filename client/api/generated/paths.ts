// Made from the OpenAPI document by `npm run generate`.
export interface paths {
    "/v1/lookups": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Look a shipment up, with or without a proof */
        post: operations["post-lookups"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/events": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Publish up to ten events, as a party without an AWS account, or validate them, as any party */
        post: operations["post-events"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/vendors/{vendor}/{partyId}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Accept an event that a vendor of a party signed with the secret in the party's settings */
        post: operations["post-vendors-vendor-partyId"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/vendors/{vendor}/{partyId}/{secret}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Accept an event of a vendor that does not sign: the secret in the party's settings ends the path */
        post: operations["post-vendors-vendor-partyId-secret"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/settings": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The caller's settings, and every change of them. The header `etag` has the version */
        get: operations["get-settings"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        /** Change the caller's settings with a JSON merge patch (RFC 7396). Send the `etag` that you read as `if-match`. A change applies within a minute. A repeat under the same `idempotency-key` gets the first answer. `webhookUrl`, also the same again, is sent WebhookAddressSet, which enables it if it answers 2xx */
        patch: operations["patch-settings"];
        trace?: never;
    };
    "/v1/webhooks/attempts": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Attempts to post events to the caller's webhook in the last 30 days */
        get: operations["get-webhooks-attempts"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/webhooks/attempts/{attemptId}/resend": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Send the event of an attempt to the caller's webhook again, whether or not it was delivered */
        post: operations["post-webhooks-attempts-attemptId-resend"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/webhooks/recoveries": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Send again what arrived for the caller's webhook in a time, of the last 30 days */
        post: operations["post-webhooks-recoveries"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/invitations/read": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** What an invitation asks for, what was entered so far, and what happens next */
        post: operations["post-invitations-read"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/invitations/answer": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Enter keys, contacts, laws and the rest. It replaces what was entered before, any number of times until the hub approves */
        post: operations["post-invitations-answer"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/cases": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The caller's cases, newest first, up to 100 on a page */
        get: operations["get-cases"];
        put?: never;
        /** Report a breach. A repeated call under the same `idempotency-key`, or else the same token, has no effect. */
        post: operations["post-cases"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/cases/{caseAlias}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The caller's side of a case */
        get: operations["get-cases-caseAlias"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/cases/{caseAlias}/timeline": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The hash-chained timeline, with everything that the caller may see. The header `link` leads to the next page */
        get: operations["get-cases-caseAlias-timeline"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/cases/{caseAlias}/exposures": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The caller's exposed shipments with its own references, as JSON, CSV or the list for a mail merge. The header `link` leads to the next page */
        get: operations["get-cases-caseAlias-exposures"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/cases/{caseAlias}/acknowledgements": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Acknowledge the alert. A repeated call under the same `idempotency-key`, or else the same token, has no effect. */
        post: operations["post-cases-caseAlias-acknowledgements"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/cases/{caseAlias}/duties/{dutyId}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Request, accept, decline, take over, discharge or assess a duty. A repeated call under the same `idempotency-key`, or else the same token, has no effect. */
        post: operations["post-cases-caseAlias-duties-dutyId"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/cases/{caseAlias}/measures": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Record a measure taken. A repeated call under the same `idempotency-key`, or else the same token, has no effect. */
        post: operations["post-cases-caseAlias-measures"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/cases/{caseAlias}/facts": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** State the caller's own facts: discovery, determination, cause, assessment. A repeated call under the same `idempotency-key`, or else the same token, has no effect. */
        post: operations["post-cases-caseAlias-facts"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/cases/{caseAlias}/receipts": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Record whom you notified, up to 500 shipments in one call. A repeated call under the same `idempotency-key`, or else the same token, has no effect. */
        post: operations["post-cases-caseAlias-receipts"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/cases/{caseAlias}/accesses": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Add the log of your own tool to the case, up to 500 lookups in one call. A repeated call under the same `idempotency-key`, or else the same token, has no effect. */
        post: operations["post-cases-caseAlias-accesses"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/cases/{caseAlias}/closing": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Close the case as resolved, or state that it is a false alarm. A repeated call under the same `idempotency-key`, or else the same token, has no effect. */
        post: operations["post-cases-caseAlias-closing"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/cases/{caseAlias}/documents": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The documents that the caller can send, and which facts each waits for, before any is drawn */
        get: operations["get-cases-caseAlias-documents"];
        put?: never;
        /** Ask for the dossier as a file: reports, notices, register entry and evidence. A repeated call under the same `idempotency-key`, or else the same token, has no effect. */
        post: operations["post-cases-caseAlias-documents"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/cases/{caseAlias}/documents/{documentId}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The progress of a document that the caller asked for, and a link to it once it is ready */
        get: operations["get-cases-caseAlias-documents-documentId"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/cases/{caseAlias}/report-fields": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Each report to a regulator field by field, to be copied into the regulator's own form */
        get: operations["get-cases-caseAlias-report-fields"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/cases/{caseAlias}/verifications": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Verify a timeline's chain, the MAC of its head, and received heads */
        post: operations["post-cases-caseAlias-verifications"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/cases/{caseAlias}/assignments": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Assign a duty of the caller to one of its own people, or to nobody. A repeated call under the same `idempotency-key`, or else the same token, has no effect. */
        post: operations["post-cases-caseAlias-assignments"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/cases/{caseAlias}/notes": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The caller's private notes about a case, oldest first */
        get: operations["get-cases-caseAlias-notes"];
        put?: never;
        /** Write a private note, also when the case is closed. A repeated call under the same `idempotency-key`, or else the same token, has no effect. */
        post: operations["post-cases-caseAlias-notes"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/cases/{caseAlias}/drafts": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** What the calling person has typed into forms of the case and not sent. Nobody else is shown it */
        get: operations["get-cases-caseAlias-drafts"];
        put?: never;
        /** Keep what the calling person has typed into a form, for 30 days, or discard it. A repeat has no effect */
        post: operations["post-cases-caseAlias-drafts"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/cases/{caseAlias}/approvals": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The caller's actions that wait for approval by a second person, the oldest first */
        get: operations["get-cases-caseAlias-approvals"];
        put?: never;
        /** Approve an action that another person asked for, or decline it. A repeated call under the same `idempotency-key`, or else the same token, has no effect. */
        post: operations["post-cases-caseAlias-approvals"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/cases/{caseAlias}/evidence": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The caller's own files of evidence, oldest first, with a link to each */
        get: operations["get-cases-caseAlias-evidence"];
        put?: never;
        /** Declare a file of evidence, and get a link to upload it within 15 minutes. A repeated call under the same `idempotency-key` names the same file and gets a new link */
        post: operations["post-cases-caseAlias-evidence"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/cases/{caseAlias}/letters": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The letters to carriers that the caller named, and what became of them, oldest first */
        get: operations["get-cases-caseAlias-letters"];
        put?: never;
        /** Ask a carrier that the caller named by letter, send a letter again, or end its link. A repeated call under the same `idempotency-key`, or else the same token, has no effect. */
        post: operations["post-cases-caseAlias-letters"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/cases/{caseAlias}/views": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The caller's views for regulators, oldest first, and with which parties it can agree on one */
        get: operations["get-cases-caseAlias-views"];
        put?: never;
        /** Open a view of the caller's side for a regulator, or revoke one. A repeated call under the same `idempotency-key`, or else the same token, has no effect. */
        post: operations["post-cases-caseAlias-views"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/restrictions": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The restrictions that concern the caller, by its cases, newest first, up to 500 on a page */
        get: operations["get-restrictions"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/restrictions/{restrictionId}/renewals": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Renew a restriction, for at most 30 days */
        post: operations["post-restrictions-restrictionId-renewals"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/restrictions/{restrictionId}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        /** Release a restriction */
        delete: operations["delete-restrictions-restrictionId"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/decisions": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Whom a carrier's own tool should refuse, or no longer, since a time, for programs that enforce it */
        get: operations["get-decisions"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/refused-attempts": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Anomalies that concern the caller and of whose shipments the ledger shows nothing to their accessor, newest first */
        get: operations["get-refused-attempts"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/shipments/{shipmentId}/accesses": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Who looked up one shipment. A retailer names it by its own id, or by the order number (then all parcels of the order are found) or tracking number as somebody typed it; a carrier by its tracking number. What is not known is answered with 404. A slash is encoded twice, as `%252F`. With `accept: text/html` a document for the person that it was for, in English or French */
        get: operations["get-shipments-shipmentId-accesses"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/erasures": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The receipts of the shipments that the caller had erased, the latest request first */
        get: operations["get-erasures"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/erasures/{erasureId}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The receipt of one erasure: what was removed, what is held and why, and when copies let go */
        get: operations["get-erasures-erasureId"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/session": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Who is signed in to the console, and for which party */
        get: operations["get-session"];
        put?: never;
        post?: never;
        /** Sign out of the console. Safe to repeat */
        delete: operations["delete-session"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/colleagues": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The people who signed in to the console for the caller's party */
        get: operations["get-colleagues"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/signing-keys": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The hub's public keys as a JSON Web Key Set (RFC 7517), oldest first. The last one signs */
        get: operations["get-signing-keys"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/statements": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The signed statements of the caller, the latest day first */
        get: operations["get-statements"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/statements/{day}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The signed statement of the caller about one UTC day */
        get: operations["get-statements-day"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/statements/{day}/leaves": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** All disclosures that the ledger of one statement is over, in the order of its tree. A leaf whose shipment was erased stands without its disclosure */
        get: operations["get-statements-day-leaves"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/problems": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** What each code of a problem means, its likely causes, and what to do */
        get: operations["get-problems"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
}
export type webhooks = Record<string, never>;
export interface components {
    schemas: {
        /** @description Any JSON */
        AnyJson: unknown;
        /**
         * Problem
         * @description Why the API refused the request
         */
        Problem: {
            /**
             * Type
             * @description Place of the code on the page about all problems, relative to the address of the API
             * @example /v1/problems#invalid
             */
            type: string;
            /**
             * Title
             * @description What kind of problem it is, in words
             */
            title: string;
            /**
             * Status
             * @description HTTP status
             */
            status: number;
            /**
             * Code
             * @description The kind of problem, or a more precise reason
             */
            code: string;
            /**
             * Detail
             * @description What the caller can do, in words
             */
            detail?: string;
            /**
             * Problems
             * @description Which rules are broken, and where. Never a value
             */
            problems?: {
                /**
                 * Path
                 * @description Field names of the schema, joined by dots; `[]` for an entry of a list
                 * @example data.recipient.postalCode
                 * @example data.accesses[].at
                 */
                path: string;
                /**
                 * Rule
                 * @description Code of the broken rule. `required`: the field is missing. `type`: the value has another type. `format`: the value has another format. `tooSmall`: the value is too small or too short. `tooBig`: the value is too large or too long. `oneOf`: the value is not an allowed one. `unknownField`: the schema has no such field. `notOpaque`: the id reveals a reference or personal data, so send a random id instead. `invalid`: the value breaks another rule of the schema. `json`: the text is not JSON. `tooDeep`: objects and lists are nested too deep. `inFuture`: the time is in the future. `unknownEvent`: no event has this type. `unknownVersion`: the event has no such version. `wrongSender`: the sender may not use this source. `unknownReference`: the sender has no shipment, case or duty with this reference. `unknownParty`: no party has this id. `notYours`: it belongs to another party. `notAllowed`: the sender may not do this. `idReused`: the sender used this id before, for an event with other data. `conflict`: it contradicts the current state. `limit`: a limit is reached. `unavailable`: the service is busy, so send it again later
                 * @example format
                 * @enum {string}
                 */
                rule: "required" | "type" | "format" | "tooSmall" | "tooBig" | "oneOf" | "unknownField" | "notOpaque" | "invalid" | "json" | "tooDeep" | "inFuture" | "unknownEvent" | "unknownVersion" | "wrongSender" | "unknownReference" | "unknownParty" | "notYours" | "notAllowed" | "idReused" | "conflict" | "limit" | "unavailable";
                /**
                 * Index
                 * @description Place of the entry in the outermost list
                 * @example 17
                 */
                index?: number;
                /**
                 * Fix
                 * @description What the sender can do about it, in words for an engineer. The words may change
                 * @example Add data.recipient.country.
                 */
                fix?: string;
            }[];
        };
        Dossier: {
            /** @constant */
            format: "wayseal-dossier/1";
            caseAlias: string;
            party: string;
            /** Format: date-time */
            preparedAt: string;
            /** @enum {string} */
            language: "en" | "fr";
            documents: {
                id: string;
                /** @enum {string} */
                kind: "summary" | "regulatorReport" | "notice" | "registerEntry" | "evidence";
                /**
                 * @description Of a notice: it goes to another organisation. Absent: to the people affected
                 * @constant
                 */
                addressee?: "organisation";
                /**
                 * @description Of a notice to people: which one. Absent: the notice with all that the law asks for
                 * @enum {string}
                 */
                noticeKind?: "earlyNotice" | "followUp" | "publicNotice";
                /** @enum {string} */
                language: "en" | "fr";
                /** @description Of a notice in the party's own words: their language. `language` is then of no weight */
                furtherLanguage?: string;
                title: string;
                subtitle: string;
                /**
                 * @description internal: it never leaves the party; outgoing: it is written to be sent or shown
                 * @enum {string}
                 */
                audience: "internal" | "outgoing";
                /** @description With any of them an outgoing document is a draft */
                missing: {
                    /** @description Id of the item that the law asks for */
                    item: string;
                    sentence: string;
                    /** @description The call, or the field of the parties file, that sets it */
                    setBy: string;
                }[];
                /** @description Only of an internal document */
                warnings?: string[];
                sections: {
                    heading: string;
                    blocks: ({
                        /** @constant */
                        kind: "paragraph";
                        text: string;
                        /**
                         * @default plain
                         * @enum {string}
                         */
                        tone: "plain" | "muted" | "gap";
                    } | {
                        /** @constant */
                        kind: "facts";
                        rows: {
                            label: string;
                            values: string[];
                            /** @enum {string} */
                            standing: "known" | "unknown" | "missing";
                            /** @description Where the law asks for it */
                            section?: string;
                        }[];
                    } | {
                        /** @constant */
                        kind: "table";
                        columns: {
                            label: string;
                            width?: number;
                            /**
                             * @default left
                             * @enum {string}
                             */
                            align: "left" | "right";
                        }[];
                        rows: string[][];
                        empty: string;
                    } | {
                        /** @constant */
                        kind: "list";
                        items: string[];
                    } | {
                        /** @constant */
                        kind: "figures";
                        figures: {
                            value: string;
                            label: string;
                        }[];
                    } | {
                        /** @constant */
                        kind: "hash";
                        label: string;
                        value: string;
                    })[];
                }[];
                law?: string;
                rule?: string;
                /** @description Of a notice: what others can read on a locked screen; says nothing of what was bought */
                envelope?: {
                    sender: string;
                    subject: string;
                };
            }[];
            duties: {
                /** @description Party id of the owner */
                party: string;
                law: string;
                /** @enum {string} */
                kind: "tellRegulator" | "supplementReport" | "tellIndividuals" | "tellOtherOrganisation" | "keepRecord";
                /** @description Rule id in the law */
                rule: string;
                /** @description Code of the regulator, or individuals, or organisation */
                addressee: string;
                /** @description Id of the party, or of the retailer to whose people, it is owed apart */
                towards?: string;
                /** @enum {string} */
                state: "open" | "requested" | "accepted" | "declined" | "unanswered" | "offered" | "takenOver" | "discharged" | "notOwed";
                clock: {
                    /** @enum {string} */
                    from: "awareness" | "determination" | "discovery" | "individualsNotified" | "growth";
                    /** @description null: the event has not happened, the clock has not started */
                    startedAt: string | null;
                    /**
                     * @description The law's event, when it is not recorded and an earlier one is counted from instead
                     * @enum {string}
                     */
                    standsInFor?: "awareness" | "determination" | "discovery" | "individualsNotified" | "growth";
                    dueAt: string | null;
                    /**
                     * @description target: the law names no term, this is the deployment's own target
                     * @enum {string}
                     */
                    dueIs: "legalDeadline" | "target";
                    /** @description Why the duty is due then, as a sentence */
                    basis: string;
                };
                /**
                 * @description owed whatever the risk; to be assessed; or the law's own definition seems not to cover the fields
                 * @enum {string}
                 */
                presumption: "owed" | "assess" | "probablyNotOwed";
                /**
                 * @description The legal test that decides whether it is owed. Absent: it is owed whatever the risk
                 * @enum {string}
                 */
                test?: "realRiskOfSignificantHarm" | "significantHarm" | "seriousHarm" | "riskOfSeriousInjury" | "materialPrivacyBreach" | "riskToRightsAndFreedoms" | "highRiskToRightsAndFreedoms" | "definedPersonalInformation" | "canReduceHarm" | "onOrderOfRegulator";
                /**
                 * @description Reasons that excuse it although the test is met
                 * @default []
                 */
                excuses: ("realRisk" | "noRealRisk" | "informationNotSensitive" | "misuseImprobable" | "recoveredBeforeUse" | "encryptedOrUnintelligible" | "outsideLegalDefinition" | "lawDoesNotBind" | "toldByOtherOrganisation" | "belowResidentThreshold" | "lawEnforcementProhibits" | "noticeWouldEndanger" | "notABreach")[];
                /**
                 * @description Each time another party asked for it, oldest first
                 * @default []
                 */
                requests: {
                    by: string;
                    /** Format: date-time */
                    at: string;
                }[];
                accepted?: {
                    by: string;
                    /** Format: date-time */
                    at: string;
                };
                declined?: {
                    by: string;
                    /** Format: date-time */
                    at: string;
                    /** @enum {string} */
                    reason: "notInControl" | "lawDoesNotBind" | "noRealRisk" | "noContactDetails" | "requesterShouldTell" | "lawEnforcementProhibits" | "alreadyTold";
                };
                offered?: {
                    by: string;
                    /** Format: date-time */
                    at: string;
                };
                takenOver?: {
                    by: string;
                    /** Format: date-time */
                    at: string;
                };
                discharged?: {
                    by: string;
                    /** Format: date-time */
                    at: string;
                    receipt: {
                        /** @enum {string} */
                        kind: "regulatorReceipt" | "individualsNotified" | "publicNotice" | "organisationNotified" | "recordEntry";
                        reference: string;
                        /**
                         * Format: date-time
                         * @description When it was done, as the receipt says
                         */
                        at: string;
                    };
                };
                notOwed?: {
                    by: string;
                    /** Format: date-time */
                    at: string;
                    assessment: {
                        /**
                         * @description Absent: of a party that no law binds
                         * @enum {string}
                         */
                        law?: "ca-pipeda" | "ca-privacy-act" | "ca-on-fippa" | "ca-qc-access-act" | "ca-qc-private-sector-act" | "ca-ab-pipa" | "ca-bc-foippa" | "ca-bc-pipa" | "eu-gdpr" | "uk-gdpr" | "ch-fadp" | "au-privacy-act" | "us-ca-civil-1798-82" | "us-tx-bcc-521-053" | "us-ny-gbl-899-aa";
                        /**
                         * @description Absent: the duty is owed whatever the risk
                         * @enum {string}
                         */
                        test?: "realRiskOfSignificantHarm" | "significantHarm" | "seriousHarm" | "riskOfSeriousInjury" | "materialPrivacyBreach" | "riskToRightsAndFreedoms" | "highRiskToRightsAndFreedoms" | "definedPersonalInformation" | "canReduceHarm" | "onOrderOfRegulator";
                        /**
                         * @description Whether the test is met
                         * @enum {string}
                         */
                        met: "yes" | "no";
                        /** @description What was weighed. All factors that the law names must be among them */
                        factors?: {
                            /** @enum {string} */
                            factor: "sensitivity" | "probabilityOfMisuse" | "anticipatedConsequences" | "stepsOfTheIndividual" | "guidance" | "securityMeasures" | "whoObtainedIt" | "harm";
                            /** @enum {string} */
                            level: "low" | "medium" | "high";
                        }[];
                        consequences?: string;
                        reasons: ("realRisk" | "noRealRisk" | "informationNotSensitive" | "misuseImprobable" | "recoveredBeforeUse" | "encryptedOrUnintelligible" | "outsideLegalDefinition" | "lawDoesNotBind" | "toldByOtherOrganisation" | "belowResidentThreshold" | "lawEnforcementProhibits" | "noticeWouldEndanger" | "notABreach")[];
                        explanation?: string;
                        /**
                         * Format: date-time
                         * @description When the reason ends, if it is one that ends
                         */
                        until?: string;
                        /** @description Function of the person, such as privacy officer */
                        assessedBy: string;
                        /** Format: date-time */
                        assessedAt: string;
                    };
                };
                alarms: {
                    /** Format: date-time */
                    dueSoonAt?: string;
                    /** Format: date-time */
                    overdueAt?: string;
                    /** @default 0 */
                    escalations: number;
                    /** Format: date-time */
                    unansweredAt?: string;
                };
            }[];
            /** @description Hours of the case in which nobody watched the carrier's tool. Absent if there are none */
            unwatched?: {
                /** Format: date-time */
                from: string;
                /** Format: date-time */
                until: string;
                /** Format: date-time */
                filledAt?: string;
                /** @constant */
                goesOn?: true;
            }[];
            timeline: {
                seq: number;
                /** Format: date-time */
                at: string;
                contentHash: string;
                prevHash: string;
                hash: string;
                /** @description The party's alias of the case, or hub */
                actor: string;
                type: string;
                data: {
                    [key: string]: components["schemas"]["AnyJson"];
                };
                salt: string;
            }[];
            head: {
                seq: number;
                hash: string;
            };
            headMac?: {
                mac: string;
                keyId: string;
                algorithm: string;
            };
            /**
             * Signature
             * @description The hub's signature of the head, which anybody can check with the keys of GET /v1/signing-keys
             */
            headSignature?: {
                /**
                 * Key id
                 * @description The signing key: its JWK thumbprint (RFC 7638)
                 * @example FbMR-9kmKIcCQPuoS7zEaQ9ZVNL0bFmYf2uTTRzxLzM
                 */
                keyId: string;
                /**
                 * Signature
                 * @description Base64url of the 64 bytes r and s
                 * @example MEUCIQDxMEUCIQDxMEUCIQDxMEUCIQDxMEUCIQDxMEUCIQDxMEUCIQDxMEUCIQDxMEUCIQDxMEUCIQDxabcdeg
                 */
                value: string;
            };
            receivedHeads: {
                /** Format: date-time */
                at: string;
                head: {
                    seq: number;
                    hash: string;
                };
            }[];
        };
    };
    responses: {
        /** @description A refusal. It never repeats a value of the request. Codes of the breach desk: `unknownCase`: You have no case with this alias. `caseClosed`: The case is closed. `caseChanged`: The case has changed since you read it. Read it again, and send its `etag` as `if-match`. `signedUnderFormerId`: The signed path names the case or the duty by an id from before a merge. Read the case again, and sign the act with the present ids. `unknownDuty`: The case has no such duty that you may see. `unknownColleague`: Nobody with this user id has signed in for your organization. Colleagues are listed by their ids. `ambiguousDuty`: Several duties fit. Name one by its id. `wrongKindOfReference`: A retailer names shipment ids, a carrier names tracking numbers. `notClosable`: Something still keeps the case open. See `obstacles`. `alreadyToldOthers`: People or a regulator were already notified, so this cannot be closed as a false alarm. Close it as resolved. `discoveredInFuture`: The time of discovery is in the future. State when it happened. `determinedInFuture`: The time of determination is in the future. State when it happened. `determinedBeforeDiscovered`: Nobody can determine a breach before it was discovered. Correct one of the two times. `actedInFuture`: The time of the action is in the future. State when it happened, or leave it out over HTTPS. `measureInFuture`: The time of the measure is in the future. State when it was taken. `notifiedInFuture`: The time of the notice is in the future. Record it once it was given. `notifiedBeforeBreach`: The time of the notice is before the breach. If you knew earlier, state discoveredAt with its reason first. `writeAgainInPast`: The time by which you write again must be in the future. `writeAgainTooFar`: People can be promised a notice within 365 days. State an earlier time. `wroteAgainInFuture`: The time at which you wrote again is in the future. State it once the notices were sent. `wroteAgainBeforeNotice`: You recorded no notice to people before that time. Record the receipts of the first notices first. `receiptInFuture`: The time of the receipt is in the future. Give it once the duty was done. `receiptBeforeBreach`: The time of the receipt is before the breach. If you knew earlier, state discoveredAt with its reason first. `earlyDateWithoutReason`: The time is before the first lookup that is recorded. Give the reason in earlyDateReason. `approvalNeedsPerson`: Your organization has a second person approve this, so a person has to ask for it. Sign in to the console. `unknownApproval`: No action of yours with this approval id waits in this case. `approvalDecided`: Somebody has already approved or declined this action. `approvalLapsed`: The case no longer allows the action that waited, so it was dropped. Ask for it anew if it is still due. `ownApproval`: You asked for this action yourself. Another person has to approve it. `unknownLetter`: You have no letter with this id in this case. `letterOver`: The letter was answered or revoked, or its link has ended. `answerTooLate`: The answer is recorded. It changes nothing, because the case no longer allows it. `noSuchCounterparty`: The case has no carrier of this name that you named. Only such a carrier gets letters. `unknownRegulator`: No law of the catalogue has breaches reported to a regulator with this code. `unknownOtherParty`: You deal with no party in this case that has this alias of it. `tooManyViews`: You have 20 open views of this case. Revoke one first. `unknownView`: You opened no view with this id in this case. `viewOver`: The view has ended or was revoked. `tooMuchEvidence`: You can add 100 files of evidence to a case, of 500 MB together. Put several into one ZIP archive, leave out what shows nothing, or keep the rest yourself and write a note about it. `notPartyToCase`: You are not a party of this case. `notAllowedToActor`: Only the party that owes the duty, or only another party, can do this. `notInThisState`: The state of the duty does not allow this. `notYetOverdue`: The owner accepted the duty. You can take it over once it is overdue. `receiptOfWrongKind`: This kind of receipt does not discharge this kind of duty. `notEverybodyTold`: Some affected people are not notified yet. Send receipts for all of them first. `assessmentSaysOwed`: The test is met, and no reason given excuses this duty. The case lists those that do as `excuses`. `assessmentOfOtherTest`: The assessment answers the test of another law or duty. Name the law and the test of this duty. `factorMissing`: A factor that the law names is missing, or an answer of no weighs none. The case lists them under `questions`. `againstFactorsUnexplained`: Every factor is high and the answer is no. Say in explanation why the test is not met all the same. `againstFactorsUnconfirmed`: Every factor is high and the answer is no. Give in confirmedBy of POST /facts the name of the person who stands for it. `assessedInFuture`: The time in assessedAt is in the future. State when it was assessed. `assessedBeforeGrowth`: The case has grown since this assessment. Assess what is known now, and state when you did. `authorMissing`: Say in assessedBy who assessed: a function, such as privacy officer. `prohibitionWithoutEnd`: Say until when law enforcement prohibits the notice. The duty opens again then. `prohibitionEnded`: The time until which law enforcement prohibits the notice has passed. `recordAlwaysOwed`: The law asks for a record of every breach. It cannot be declined or assessed away. `unknownRestriction`: No restriction with this id concerns you. `sharedRestriction`: You cannot decide about this restriction alone. `notStanding`: The restriction has ended or was released. `untilPast`: The new end must be in the future. `untilTooFar`: A restriction can be renewed for at most 30 days. */
        Problem: {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"];
            };
        };
        /** @description The request does not fit its schema. */
        Problem400: {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"];
            };
        };
        /** @description The service failed. */
        Problem500: {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"];
            };
        };
        /** @description The service is busy. Try again later. */
        Problem503: {
            headers: {
                /** @description Seconds to wait */
                "retry-after"?: string;
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"];
            };
        };
        /** @description The request is not signed by a known party. */
        Problem401: {
            headers: {
                /** @description How to authenticate (RFC 6750), and what is wrong with the token */
                "www-authenticate"?: string;
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"];
            };
        };
        /** @description This party may not do this. Or: This service answers at its public address only. */
        Problem403: {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"];
            };
        };
        /** @description Too many requests. */
        Problem429: {
            headers: {
                /** @description Seconds to wait */
                "retry-after"?: string;
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"];
            };
        };
        /** @description Not found. */
        Problem404: {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"];
            };
        };
        /** @description The request is too large. */
        Problem413: {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"];
            };
        };
        /** @description The body must be JSON. */
        Problem415: {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"];
            };
        };
        /** @description The current state does not allow this. Or: The same request is still under way. */
        Problem409: {
            headers: {
                /** @description Seconds to wait */
                "retry-after"?: string;
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"];
            };
        };
        /** @description The idempotency key belongs to another request. */
        Problem422: {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"];
            };
        };
    };
    parameters: never;
    requestBodies: never;
    headers: never;
    pathItems: never;
}
export type $defs = Record<string, never>;
export interface operations {
    "post-lookups": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    /**
                     * Retailer
                     * @description Public name or id of the retailer; with orderReference
                     * @example Maple Books
                     */
                    retailer?: string;
                    /**
                     * Carrier
                     * @description Public name or id of the carrier; with trackingNumber
                     * @example northpost
                     */
                    carrier?: string;
                    /**
                     * Order reference
                     * @description As printed in the order confirmation
                     * @example MB1234566
                     */
                    orderReference?: string;
                    /**
                     * Tracking number
                     * @description As printed on the label
                     * @example 7023210045678901
                     */
                    trackingNumber?: string;
                    /**
                     * Link token
                     * @description Taken from the fragment of a mailed link; opens exactly one shipment
                     * @example 3q2-7wAAAABhcmUgbWluZQ
                     */
                    linkToken?: string;
                    /**
                     * Postal code
                     * @description Where the parcel goes; shows who asks is its recipient
                     * @example K1A 0B1
                     */
                    postalCode?: string;
                    /**
                     * House number
                     * @description House number where the parcel goes; with postalCode. It helps where a postal code alone is not accepted
                     * @example 12A
                     */
                    houseNumber?: string;
                };
            };
        };
        responses: {
            /** @description What this proof may see, for each parcel of the order */
            200: {
                headers: {
                    /** @description Marks a visitor's browser */
                    "set-cookie"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** @constant */
                        shows: "phase";
                        parcels: {
                            /**
                             * Phase
                             * @description Whether the parcel was delivered
                             * @enum {string}
                             */
                            phase: "on-its-way" | "delivered";
                        }[];
                    } | {
                        /** @constant */
                        shows: "details";
                        /**
                         * Retailer
                         * @description Public name
                         */
                        retailer?: string;
                        parcels: {
                            /**
                             * Phase
                             * @description How far the parcel is
                             * @enum {string}
                             */
                            phase: "expected" | "on-its-way" | "out-for-delivery" | "ready-for-pickup" | "delivered" | "returned" | "cancelled";
                            dates: {
                                /**
                                 * Ordered at
                                 * Format: date-time
                                 * @description When the retailer created the shipment
                                 */
                                orderedAt?: string;
                                /**
                                 * Since
                                 * Format: date-time
                                 * @description When the parcel entered this phase
                                 */
                                since?: string;
                                /**
                                 * Delivered at
                                 * Format: date-time
                                 * @description When it was delivered
                                 */
                                deliveredAt?: string;
                            };
                            /**
                             * Signature recorded
                             * @description Whether somebody signed, never who
                             */
                            signatureRecorded?: boolean;
                        }[];
                    } | {
                        /** @constant */
                        shows: "own";
                        parcels: {
                            /**
                             * Shipment id
                             * @description Only to the retailer of the shipment
                             */
                            shipmentId?: string;
                            /**
                             * Carrier id
                             * @description The carrier of the parcel
                             */
                            carrierId: string;
                            /** @enum {string} */
                            status?: "pre-transit" | "in-transit" | "out-for-delivery" | "exception" | "available-for-pickup" | "returned" | "delivered";
                            /** Format: date-time */
                            statusAt?: string;
                            /**
                             * Created at
                             * Format: date-time
                             * @description Only to the retailer of the shipment
                             */
                            createdAt?: string;
                            /**
                             * Cancelled at
                             * Format: date-time
                             * @description Only to the retailer of the shipment
                             */
                            cancelledAt?: string;
                            /** Format: date-time */
                            deliveredAt?: string;
                            signatureRecorded: boolean;
                        }[];
                    };
                };
            };
            400: components["responses"]["Problem400"];
            401: components["responses"]["Problem401"];
            403: components["responses"]["Problem403"];
            /** @description The same for what is unknown, wrongly proven and refused. It says what else a visitor can give, and to a retailer that asks for a visitor that it may look up its own orders alone */
            404: {
                headers: {
                    /** @description Marks a visitor's browser */
                    "set-cookie"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            413: components["responses"]["Problem413"];
            415: components["responses"]["Problem415"];
            429: components["responses"]["Problem429"];
            500: components["responses"]["Problem500"];
            503: components["responses"]["Problem503"];
            default: components["responses"]["Problem"];
        };
    };
    "post-events": {
        parameters: {
            query?: {
                /** @description `true`: say what would become of the events, and change nothing */
                validate?: "true" | "false";
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    events: {
                        /**
                         * Detail type
                         * @example ShipmentCreated
                         */
                        detailType: string;
                        /**
                         * Detail
                         * @description `{ metadata, data }` that fits the event's schema
                         */
                        detail: unknown;
                    }[];
                };
                "application/cloudevents+json": {
                    /** @constant */
                    specversion: "1.0";
                    /** @description `metadata.id` of the event */
                    id: string;
                    /**
                     * @description Your own source, `wayseal.<kind>.<partyId>`
                     * @example wayseal.retailer.leafline
                     */
                    source: string;
                    /**
                     * @description Detail-type and version
                     * @example wayseal.ShipmentCreated.v1
                     */
                    type: string;
                    /** @description `metadata.occurredAt`. Required */
                    time?: string;
                    datacontenttype?: string;
                    /** @description `metadata.correlationId`. The `id` when absent */
                    correlationid?: string;
                    /** @description `metadata.causationId` */
                    causationid?: string;
                    /** @description `data` of the event */
                    data: unknown;
                } & {
                    [key: string]: unknown;
                };
                "application/cloudevents-batch+json": ({
                    /** @constant */
                    specversion: "1.0";
                    /** @description `metadata.id` of the event */
                    id: string;
                    /**
                     * @description Your own source, `wayseal.<kind>.<partyId>`
                     * @example wayseal.retailer.leafline
                     */
                    source: string;
                    /**
                     * @description Detail-type and version
                     * @example wayseal.ShipmentCreated.v1
                     */
                    type: string;
                    /** @description `metadata.occurredAt`. Required */
                    time?: string;
                    datacontenttype?: string;
                    /** @description `metadata.correlationId`. The `id` when absent */
                    correlationid?: string;
                    /** @description `metadata.causationId` */
                    causationid?: string;
                    /** @description `data` of the event */
                    data: unknown;
                } & {
                    [key: string]: unknown;
                })[];
            };
        };
        responses: {
            /** @description With `validate=true`: what would become of each event */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        events: {
                            /**
                             * Index
                             * @description Place of the event in the request
                             */
                            index: number;
                            /**
                             * Outcome
                             * @description `partial`: the hub would keep the event but for what `problems` names. `failed`: ask again in a minute
                             * @enum {string}
                             */
                            outcome: "valid" | "partial" | "rejected" | "failed";
                            /**
                             * Detail type
                             * @example ShipmentCreated
                             */
                            detailType?: string;
                            /**
                             * Version
                             * @description The version of the contract
                             */
                            version?: number;
                            /**
                             * Effect
                             * @description `repeat`: the hub knows this already. `outdated`: it knows something later. Neither changes anything. Absent if only the arrival of the event shows it
                             * @enum {string}
                             */
                            effect?: "new" | "repeat" | "outdated";
                            /**
                             * Follows
                             * @description What the hub would send because of this event
                             */
                            follows?: {
                                /**
                                 * Detail type
                                 * @example ClaimAnswered
                                 */
                                detailType: string;
                                /**
                                 * Receiver
                                 * @description `carrier`: the one that you named. `retailerOfParcel`: the retailer that has the parcel. `claimants`: the retailers that claim it. `partiesOfCase`: the parties of the case that it concerns
                                 * @enum {string}
                                 */
                                receiver: "you" | "carrier" | "retailerOfParcel" | "claimants" | "partiesOfCase";
                                /**
                                 * Party id
                                 * @description The receiver, if you named it yourself
                                 */
                                partyId?: string;
                                /**
                                 * Sentence
                                 * @description The same in words. They may change
                                 */
                                sentence: string;
                            }[];
                            /**
                             * Problems
                             * @description Which rules are broken, and where. Of an event that is taken: what of it the hub cannot use
                             */
                            problems?: {
                                /**
                                 * Path
                                 * @description Field names of the schema, joined by dots; `[]` for an entry of a list
                                 * @example data.recipient.postalCode
                                 * @example data.accesses[].at
                                 */
                                path: string;
                                /**
                                 * Rule
                                 * @description Code of the broken rule. `required`: the field is missing. `type`: the value has another type. `format`: the value has another format. `tooSmall`: the value is too small or too short. `tooBig`: the value is too large or too long. `oneOf`: the value is not an allowed one. `unknownField`: the schema has no such field. `notOpaque`: the id reveals a reference or personal data, so send a random id instead. `invalid`: the value breaks another rule of the schema. `json`: the text is not JSON. `tooDeep`: objects and lists are nested too deep. `inFuture`: the time is in the future. `unknownEvent`: no event has this type. `unknownVersion`: the event has no such version. `wrongSender`: the sender may not use this source. `unknownReference`: the sender has no shipment, case or duty with this reference. `unknownParty`: no party has this id. `notYours`: it belongs to another party. `notAllowed`: the sender may not do this. `idReused`: the sender used this id before, for an event with other data. `conflict`: it contradicts the current state. `limit`: a limit is reached. `unavailable`: the service is busy, so send it again later
                                 * @example format
                                 * @enum {string}
                                 */
                                rule: "required" | "type" | "format" | "tooSmall" | "tooBig" | "oneOf" | "unknownField" | "notOpaque" | "invalid" | "json" | "tooDeep" | "inFuture" | "unknownEvent" | "unknownVersion" | "wrongSender" | "unknownReference" | "unknownParty" | "notYours" | "notAllowed" | "idReused" | "conflict" | "limit" | "unavailable";
                                /**
                                 * Index
                                 * @description Place of the entry in the outermost list
                                 * @example 17
                                 */
                                index?: number;
                                /**
                                 * Fix
                                 * @description What the sender can do about it, in words for an engineer. The words may change
                                 * @example Add data.recipient.country.
                                 */
                                fix?: string;
                            }[];
                            /**
                             * Suggestion
                             * @description The nearest event that this party may send
                             */
                            suggestion?: {
                                detailType: string;
                                version: number;
                            };
                            /**
                             * Ignored
                             * @description Fields that the schema does not know. Absent if there are none
                             */
                            ignored?: {
                                /**
                                 * Path
                                 * @description The field, if its name resembles one that the schema knows; otherwise the object that has it, because a name that the schema does not know can be personal data
                                 * @example data.recipient.adressLine
                                 */
                                path: string;
                                /**
                                 * Nearest
                                 * @description The field that may be meant
                                 * @example data.recipient.addressLine
                                 */
                                nearest?: string;
                                /**
                                 * Index
                                 * @description Place of the first entry of the outermost list that has the field
                                 */
                                index?: number;
                                /**
                                 * Fix
                                 * @description What the sender can do about it, in words that may change
                                 */
                                fix: string;
                            }[];
                        }[];
                    };
                };
            };
            /** @description Every event was accepted */
            202: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        events: {
                            /**
                             * Index
                             * @description Place of the event in the request
                             */
                            index: number;
                            /**
                             * Outcome
                             * @description `failed`: the event is valid. Send it again under the same id
                             * @enum {string}
                             */
                            outcome: "accepted" | "rejected" | "failed";
                            /**
                             * EventBridge id
                             * @description The id by which a later EventRejected names this event
                             */
                            eventBridgeId?: string;
                            /**
                             * Problems
                             * @description Which rules are broken, and where. Of an event that is taken: what of it the hub cannot use
                             */
                            problems?: {
                                /**
                                 * Path
                                 * @description Field names of the schema, joined by dots; `[]` for an entry of a list
                                 * @example data.recipient.postalCode
                                 * @example data.accesses[].at
                                 */
                                path: string;
                                /**
                                 * Rule
                                 * @description Code of the broken rule. `required`: the field is missing. `type`: the value has another type. `format`: the value has another format. `tooSmall`: the value is too small or too short. `tooBig`: the value is too large or too long. `oneOf`: the value is not an allowed one. `unknownField`: the schema has no such field. `notOpaque`: the id reveals a reference or personal data, so send a random id instead. `invalid`: the value breaks another rule of the schema. `json`: the text is not JSON. `tooDeep`: objects and lists are nested too deep. `inFuture`: the time is in the future. `unknownEvent`: no event has this type. `unknownVersion`: the event has no such version. `wrongSender`: the sender may not use this source. `unknownReference`: the sender has no shipment, case or duty with this reference. `unknownParty`: no party has this id. `notYours`: it belongs to another party. `notAllowed`: the sender may not do this. `idReused`: the sender used this id before, for an event with other data. `conflict`: it contradicts the current state. `limit`: a limit is reached. `unavailable`: the service is busy, so send it again later
                                 * @example format
                                 * @enum {string}
                                 */
                                rule: "required" | "type" | "format" | "tooSmall" | "tooBig" | "oneOf" | "unknownField" | "notOpaque" | "invalid" | "json" | "tooDeep" | "inFuture" | "unknownEvent" | "unknownVersion" | "wrongSender" | "unknownReference" | "unknownParty" | "notYours" | "notAllowed" | "idReused" | "conflict" | "limit" | "unavailable";
                                /**
                                 * Index
                                 * @description Place of the entry in the outermost list
                                 * @example 17
                                 */
                                index?: number;
                                /**
                                 * Fix
                                 * @description What the sender can do about it, in words for an engineer. The words may change
                                 * @example Add data.recipient.country.
                                 */
                                fix?: string;
                            }[];
                            /**
                             * Suggestion
                             * @description The nearest event that this party may send
                             */
                            suggestion?: {
                                detailType: string;
                                version: number;
                            };
                            /**
                             * Ignored
                             * @description Fields that the schema does not know. Absent if there are none
                             */
                            ignored?: {
                                /**
                                 * Path
                                 * @description The field, if its name resembles one that the schema knows; otherwise the object that has it, because a name that the schema does not know can be personal data
                                 * @example data.recipient.adressLine
                                 */
                                path: string;
                                /**
                                 * Nearest
                                 * @description The field that may be meant
                                 * @example data.recipient.addressLine
                                 */
                                nearest?: string;
                                /**
                                 * Index
                                 * @description Place of the first entry of the outermost list that has the field
                                 */
                                index?: number;
                                /**
                                 * Fix
                                 * @description What the sender can do about it, in words that may change
                                 */
                                fix: string;
                            }[];
                        }[];
                    };
                };
            };
            /** @description Some events were not accepted. Each has its own outcome */
            207: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        events: {
                            /**
                             * Index
                             * @description Place of the event in the request
                             */
                            index: number;
                            /**
                             * Outcome
                             * @description `failed`: the event is valid. Send it again under the same id
                             * @enum {string}
                             */
                            outcome: "accepted" | "rejected" | "failed";
                            /**
                             * EventBridge id
                             * @description The id by which a later EventRejected names this event
                             */
                            eventBridgeId?: string;
                            /**
                             * Problems
                             * @description Which rules are broken, and where. Of an event that is taken: what of it the hub cannot use
                             */
                            problems?: {
                                /**
                                 * Path
                                 * @description Field names of the schema, joined by dots; `[]` for an entry of a list
                                 * @example data.recipient.postalCode
                                 * @example data.accesses[].at
                                 */
                                path: string;
                                /**
                                 * Rule
                                 * @description Code of the broken rule. `required`: the field is missing. `type`: the value has another type. `format`: the value has another format. `tooSmall`: the value is too small or too short. `tooBig`: the value is too large or too long. `oneOf`: the value is not an allowed one. `unknownField`: the schema has no such field. `notOpaque`: the id reveals a reference or personal data, so send a random id instead. `invalid`: the value breaks another rule of the schema. `json`: the text is not JSON. `tooDeep`: objects and lists are nested too deep. `inFuture`: the time is in the future. `unknownEvent`: no event has this type. `unknownVersion`: the event has no such version. `wrongSender`: the sender may not use this source. `unknownReference`: the sender has no shipment, case or duty with this reference. `unknownParty`: no party has this id. `notYours`: it belongs to another party. `notAllowed`: the sender may not do this. `idReused`: the sender used this id before, for an event with other data. `conflict`: it contradicts the current state. `limit`: a limit is reached. `unavailable`: the service is busy, so send it again later
                                 * @example format
                                 * @enum {string}
                                 */
                                rule: "required" | "type" | "format" | "tooSmall" | "tooBig" | "oneOf" | "unknownField" | "notOpaque" | "invalid" | "json" | "tooDeep" | "inFuture" | "unknownEvent" | "unknownVersion" | "wrongSender" | "unknownReference" | "unknownParty" | "notYours" | "notAllowed" | "idReused" | "conflict" | "limit" | "unavailable";
                                /**
                                 * Index
                                 * @description Place of the entry in the outermost list
                                 * @example 17
                                 */
                                index?: number;
                                /**
                                 * Fix
                                 * @description What the sender can do about it, in words for an engineer. The words may change
                                 * @example Add data.recipient.country.
                                 */
                                fix?: string;
                            }[];
                            /**
                             * Suggestion
                             * @description The nearest event that this party may send
                             */
                            suggestion?: {
                                detailType: string;
                                version: number;
                            };
                            /**
                             * Ignored
                             * @description Fields that the schema does not know. Absent if there are none
                             */
                            ignored?: {
                                /**
                                 * Path
                                 * @description The field, if its name resembles one that the schema knows; otherwise the object that has it, because a name that the schema does not know can be personal data
                                 * @example data.recipient.adressLine
                                 */
                                path: string;
                                /**
                                 * Nearest
                                 * @description The field that may be meant
                                 * @example data.recipient.addressLine
                                 */
                                nearest?: string;
                                /**
                                 * Index
                                 * @description Place of the first entry of the outermost list that has the field
                                 */
                                index?: number;
                                /**
                                 * Fix
                                 * @description What the sender can do about it, in words that may change
                                 */
                                fix: string;
                            }[];
                        }[];
                    };
                };
            };
            400: components["responses"]["Problem400"];
            401: components["responses"]["Problem401"];
            403: components["responses"]["Problem403"];
            413: components["responses"]["Problem413"];
            415: components["responses"]["Problem415"];
            429: components["responses"]["Problem429"];
            500: components["responses"]["Problem500"];
            503: components["responses"]["Problem503"];
            default: components["responses"]["Problem"];
        };
    };
    "post-vendors-vendor-partyId": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Name of the vendor, such as `easypost` */
                vendor: string;
                /** @description Id of the party in whose name the vendor sends */
                partyId: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": unknown;
                "application/xml": string;
            };
        };
        responses: {
            /** @description What came of it is published */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /**
                         * Accepted
                         * @description How many events came of it. 0: it concerns nothing, or cannot be read, which `detail` then says
                         */
                        accepted: number;
                        /**
                         * Detail
                         * @description What cannot be read, without its value
                         */
                        detail?: string;
                        /**
                         * Problems
                         * @description Which rules are broken, and where
                         */
                        problems?: {
                            /**
                             * Path
                             * @description Field names of the schema, joined by dots; `[]` for an entry of a list
                             * @example data.recipient.postalCode
                             * @example data.accesses[].at
                             */
                            path: string;
                            /**
                             * Rule
                             * @description Code of the broken rule. `required`: the field is missing. `type`: the value has another type. `format`: the value has another format. `tooSmall`: the value is too small or too short. `tooBig`: the value is too large or too long. `oneOf`: the value is not an allowed one. `unknownField`: the schema has no such field. `notOpaque`: the id reveals a reference or personal data, so send a random id instead. `invalid`: the value breaks another rule of the schema. `json`: the text is not JSON. `tooDeep`: objects and lists are nested too deep. `inFuture`: the time is in the future. `unknownEvent`: no event has this type. `unknownVersion`: the event has no such version. `wrongSender`: the sender may not use this source. `unknownReference`: the sender has no shipment, case or duty with this reference. `unknownParty`: no party has this id. `notYours`: it belongs to another party. `notAllowed`: the sender may not do this. `idReused`: the sender used this id before, for an event with other data. `conflict`: it contradicts the current state. `limit`: a limit is reached. `unavailable`: the service is busy, so send it again later
                             * @example format
                             * @enum {string}
                             */
                            rule: "required" | "type" | "format" | "tooSmall" | "tooBig" | "oneOf" | "unknownField" | "notOpaque" | "invalid" | "json" | "tooDeep" | "inFuture" | "unknownEvent" | "unknownVersion" | "wrongSender" | "unknownReference" | "unknownParty" | "notYours" | "notAllowed" | "idReused" | "conflict" | "limit" | "unavailable";
                            /**
                             * Index
                             * @description Place of the entry in the outermost list
                             * @example 17
                             */
                            index?: number;
                            /**
                             * Fix
                             * @description What the sender can do about it, in words for an engineer. The words may change
                             * @example Add data.recipient.country.
                             */
                            fix?: string;
                        }[];
                    };
                };
            };
            400: components["responses"]["Problem400"];
            /** @description The request is not the vendor's, or the party has no connection to this vendor */
            401: {
                headers: {
                    /** @description How to authenticate (RFC 6750), and what is wrong with the token */
                    "www-authenticate"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            404: components["responses"]["Problem404"];
            413: components["responses"]["Problem413"];
            500: components["responses"]["Problem500"];
            503: components["responses"]["Problem503"];
            default: components["responses"]["Problem"];
        };
    };
    "post-vendors-vendor-partyId-secret": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Name of the vendor, such as `easypost` */
                vendor: string;
                /** @description Id of the party in whose name the vendor sends */
                partyId: string;
                /** @description The secret of the vendor in the party's settings */
                secret: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": unknown;
                "application/xml": string;
            };
        };
        responses: {
            /** @description What came of it is published */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /**
                         * Accepted
                         * @description How many events came of it. 0: it concerns nothing, or cannot be read, which `detail` then says
                         */
                        accepted: number;
                        /**
                         * Detail
                         * @description What cannot be read, without its value
                         */
                        detail?: string;
                        /**
                         * Problems
                         * @description Which rules are broken, and where
                         */
                        problems?: {
                            /**
                             * Path
                             * @description Field names of the schema, joined by dots; `[]` for an entry of a list
                             * @example data.recipient.postalCode
                             * @example data.accesses[].at
                             */
                            path: string;
                            /**
                             * Rule
                             * @description Code of the broken rule. `required`: the field is missing. `type`: the value has another type. `format`: the value has another format. `tooSmall`: the value is too small or too short. `tooBig`: the value is too large or too long. `oneOf`: the value is not an allowed one. `unknownField`: the schema has no such field. `notOpaque`: the id reveals a reference or personal data, so send a random id instead. `invalid`: the value breaks another rule of the schema. `json`: the text is not JSON. `tooDeep`: objects and lists are nested too deep. `inFuture`: the time is in the future. `unknownEvent`: no event has this type. `unknownVersion`: the event has no such version. `wrongSender`: the sender may not use this source. `unknownReference`: the sender has no shipment, case or duty with this reference. `unknownParty`: no party has this id. `notYours`: it belongs to another party. `notAllowed`: the sender may not do this. `idReused`: the sender used this id before, for an event with other data. `conflict`: it contradicts the current state. `limit`: a limit is reached. `unavailable`: the service is busy, so send it again later
                             * @example format
                             * @enum {string}
                             */
                            rule: "required" | "type" | "format" | "tooSmall" | "tooBig" | "oneOf" | "unknownField" | "notOpaque" | "invalid" | "json" | "tooDeep" | "inFuture" | "unknownEvent" | "unknownVersion" | "wrongSender" | "unknownReference" | "unknownParty" | "notYours" | "notAllowed" | "idReused" | "conflict" | "limit" | "unavailable";
                            /**
                             * Index
                             * @description Place of the entry in the outermost list
                             * @example 17
                             */
                            index?: number;
                            /**
                             * Fix
                             * @description What the sender can do about it, in words for an engineer. The words may change
                             * @example Add data.recipient.country.
                             */
                            fix?: string;
                        }[];
                    };
                };
            };
            400: components["responses"]["Problem400"];
            /** @description The request is not the vendor's, or the party has no connection to this vendor */
            401: {
                headers: {
                    /** @description How to authenticate (RFC 6750), and what is wrong with the token */
                    "www-authenticate"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            404: components["responses"]["Problem404"];
            413: components["responses"]["Problem413"];
            500: components["responses"]["Problem500"];
            503: components["responses"]["Problem503"];
            default: components["responses"]["Problem"];
        };
    };
    "get-settings": {
        parameters: {
            query?: {
                /** @description Changes on one page: 20 when absent, at most 100 */
                limit?: number;
                /** @description The `next` of the page before */
                after?: number;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The settings, and a page of their history */
            200: {
                headers: {
                    /** @description The version of the settings. Send it as `if-match` with a change */
                    etag?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /**
                         * Version
                         * @description How many changes were made
                         */
                        version: number;
                        /**
                         * Settings
                         * @description What applies now
                         */
                        settings: {
                            /** @description Contacts who get a mail about every alert */
                            emails?: string[];
                            /** @description Contacts who get a mail only when nobody acted on an alert */
                            escalationEmails?: string[];
                            /**
                             * Format: uri
                             * @description Where events are posted to. Only for a party that has a webhook already. Of a Slack channel of an invited party, what is shown is Slack's host alone
                             */
                            webhookUrl?: string;
                            /** @description Who reads many shipments for a legitimate reason */
                            heavyReaders?: {
                                name: string;
                                /** @enum {string} */
                                class: "aggregator" | "verifiedBot" | "mailScanner" | "partnerPoller";
                                /** @default [] */
                                networks: string[];
                                /** @default [] */
                                credentials: string[];
                                /** @description Different references that it reads in a busy hour. Three times as many raise an alert */
                                lookupsPerHour?: number;
                            }[];
                            /** @description Thresholds of a retailer by chart */
                            thresholds?: {
                                walk?: {
                                    notice?: number;
                                    alert: number;
                                };
                                guess?: {
                                    notice?: number;
                                    alert: number;
                                };
                                fanOut?: {
                                    notice?: number;
                                    alert: number;
                                };
                                scope?: {
                                    notice?: number;
                                    alert: number;
                                };
                                insider?: {
                                    notice?: number;
                                    alert: number;
                                };
                                quota?: {
                                    notice?: number;
                                    alert: number;
                                };
                                block?: {
                                    notice?: number;
                                    alert: number;
                                };
                                blockMisses?: {
                                    notice?: number;
                                    alert: number;
                                };
                                volume?: {
                                    notice: number;
                                };
                            };
                            /** @description Vendors that send events in the party's name. Their secrets are shown to nobody */
                            vendors?: {
                                /** @description AfterShip Tracking, of a carrier */
                                aftership?: {
                                    /** @description Only events of these carriers, as the vendor names them. When absent, of all */
                                    carriers?: string[];
                                };
                                /** @description EasyPost trackers, of a carrier */
                                easypost?: {
                                    /** @description Only events of these carriers, as the vendor names them. When absent, of all */
                                    carriers?: string[];
                                };
                                /** @description A shop at Shopify, of a retailer */
                                shopify?: {
                                    /** @description Host name of the shop at Shopify, in lower-case letters */
                                    shop: string;
                                    /** @description Party id of the carrier by tracking company, as the shop names it */
                                    carriers: {
                                        [key: string]: string;
                                    };
                                    /** @description Client id of the app. With it the hub writes links into fulfilments. Absent: it writes none */
                                    clientId?: string;
                                    /** @description Whether Shopify mails the customer when the link is written. When absent, Shopify mails nobody because of it */
                                    notifiesCustomers?: boolean;
                                };
                            };
                            /** @description What a second person has to approve before it is done: a report to a regulator, an answer to a legal test, the closing of a case. Programs of the party can then do none of these */
                            approvals?: ("report" | "assessment" | "closing")[];
                            /** @description Where people track their parcels, if that is the hub's page for recipients or leads to it. Notices then say how to get there, without a link, and which code it shows. A notice of a discreet retailer names neither site nor words */
                            trackingSite?: {
                                /** @description The site that people know: its host name, such as maplebooks.example, or its name. No link */
                                site: string;
                                /** @description The words of the link or the button there that leads to tracking */
                                entry?: {
                                    /** @description What to choose there, as an English page of it says */
                                    en?: string;
                                    /** @description The same as a French page of it says */
                                    fr?: string;
                                };
                            };
                            /** @description Carriers of a retailer that take no part in the exchange. Leave one in the list while a case about it is open */
                            counterparties?: {
                                /**
                                 * @description The retailer's short name for the carrier. The `carrierId` of its shipments is `<retailer>--<key>`
                                 * @example northpost
                                 */
                                key: string;
                                /** @description Name of the firm */
                                name: string;
                                /**
                                 * Format: email
                                 * @description Where the firm takes questions about privacy
                                 */
                                privacyEmail: string;
                                /**
                                 * @description The language of letters to it
                                 * @default en
                                 * @enum {string}
                                 */
                                language: "en" | "fr";
                                /**
                                 * @description The laws that bind it
                                 * @default []
                                 */
                                laws: ("ca-pipeda" | "ca-privacy-act" | "ca-on-fippa" | "ca-qc-access-act" | "ca-qc-private-sector-act" | "ca-ab-pipa" | "ca-bc-foippa" | "ca-bc-pipa" | "eu-gdpr" | "uk-gdpr" | "ch-fadp" | "au-privacy-act" | "us-ca-civil-1798-82" | "us-tx-bcc-521-053" | "us-ny-gbl-899-aa")[];
                                /** @description Why no law of the law pack binds it. Needed if `laws` is empty */
                                noLawBinds?: string;
                                jurisdiction: {
                                    country: string;
                                    timeZone: string;
                                };
                            }[];
                            /** @description Public keys that your people keep in their browsers to sign what they do in a case. A person adds keys of their own alone, and may remove any */
                            officerKeys?: {
                                /** @constant */
                                kty: "EC";
                                /** @constant */
                                crv: "P-256";
                                x: string;
                                y: string;
                                /**
                                 * Key id
                                 * @description The signing key: its JWK thumbprint (RFC 7638)
                                 * @example FbMR-9kmKIcCQPuoS7zEaQ9ZVNL0bFmYf2uTTRzxLzM
                                 */
                                kid: string;
                                /**
                                 * User id
                                 * @description Whose key it is. The hub takes its signatures from that person alone
                                 * @example q3XbV0c2T6mK9dRwZ1yLhA
                                 */
                                by: string;
                            }[];
                        };
                        /**
                         * Changed
                         * @description The settings that do not follow the hub's parties file, or what was approved of an invited party, any more
                         */
                        changed: ("emails" | "escalationEmails" | "webhookUrl" | "heavyReaders" | "thresholds" | "vendors" | "approvals" | "trackingSite" | "counterparties" | "officerKeys")[];
                        /**
                         * History
                         * @description Who changed what and when, from what to what, the newest first
                         */
                        history: {
                            version: number;
                            /**
                             * Instant
                             * Format: date-time
                             * @description ISO 8601 date and time with offset; normalised to UTC with milliseconds
                             * @example 2026-11-01T14:03:00.000Z
                             */
                            at: string;
                            by: {
                                /**
                                 * Party id
                                 * @example leafline
                                 */
                                party: string;
                                /** @description Id of the key that signed the request, or `oidc`, or of the person in the console. Of the hub: its role or user */
                                credential: string;
                            };
                            changes: {
                                /** @enum {string} */
                                field: "emails" | "escalationEmails" | "webhookUrl" | "heavyReaders" | "thresholds" | "vendors" | "approvals" | "trackingSite" | "counterparties" | "officerKeys";
                                /** @description Absent: there was none */
                                before?: unknown;
                                /** @description Absent: there is none */
                                after?: unknown;
                            }[];
                        }[];
                        /**
                         * Webhook
                         * @description How your webhook fares. Absent: you have none, or it is a Slack channel
                         */
                        webhook?: {
                            /**
                             * State
                             * @enum {string}
                             */
                            state: "verified" | "verifying" | "unverified" | "failed" | "disabled";
                            /**
                             * At
                             * @description Since when
                             */
                            at?: string;
                            /**
                             * Detail
                             * @description What it means, and what you can do
                             */
                            detail: string;
                        };
                        /**
                         * Next
                         * @description Give it as `after` to read earlier changes
                         */
                        next?: string;
                    };
                };
            };
            400: components["responses"]["Problem400"];
            401: components["responses"]["Problem401"];
            403: components["responses"]["Problem403"];
            429: components["responses"]["Problem429"];
            500: components["responses"]["Problem500"];
            503: components["responses"]["Problem503"];
            default: components["responses"]["Problem"];
        };
    };
    "patch-settings": {
        parameters: {
            query?: never;
            header: {
                /** @description The `etag` of the settings that you read */
                "if-match": string;
                /** @description Your own id of the change */
                "idempotency-key"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    emails?: string[] | null;
                    escalationEmails?: string[] | null;
                    webhookUrl?: string | null;
                    heavyReaders?: {
                        name: string;
                        /** @enum {string} */
                        class: "aggregator" | "verifiedBot" | "mailScanner" | "partnerPoller";
                        /** @default [] */
                        networks?: string[];
                        /** @default [] */
                        credentials?: string[];
                        /** @description Different references that it reads in a busy hour. Three times as many raise an alert */
                        lookupsPerHour?: number;
                    }[] | null;
                    thresholds?: {
                        walk?: {
                            notice?: number | null;
                            alert?: number | null;
                        } | null;
                        guess?: {
                            notice?: number | null;
                            alert?: number | null;
                        } | null;
                        fanOut?: {
                            notice?: number | null;
                            alert?: number | null;
                        } | null;
                        scope?: {
                            notice?: number | null;
                            alert?: number | null;
                        } | null;
                        insider?: {
                            notice?: number | null;
                            alert?: number | null;
                        } | null;
                        quota?: {
                            notice?: number | null;
                            alert?: number | null;
                        } | null;
                        block?: {
                            notice?: number | null;
                            alert?: number | null;
                        } | null;
                        blockMisses?: {
                            notice?: number | null;
                            alert?: number | null;
                        } | null;
                        volume?: {
                            notice?: number | null;
                            alert?: number | null;
                        } | null;
                    } | null;
                    approvals?: ("report" | "assessment" | "closing")[] | null;
                    vendors?: {
                        aftership?: {
                            carriers?: string[] | null;
                            /** @description What the vendor signs with, or the last part of the address where it does not sign */
                            secret?: string;
                        } | null;
                        easypost?: {
                            carriers?: string[] | null;
                            /** @description What the vendor signs with, or the last part of the address where it does not sign */
                            secret?: string;
                        } | null;
                        shopify?: {
                            /** @description Host name of the shop at Shopify, in lower-case letters */
                            shop?: string;
                            carriers?: {
                                [key: string]: string | null;
                            };
                            clientId?: string | null;
                            notifiesCustomers?: boolean | null;
                            /** @description The app's client secret, with which Shopify signs */
                            secret?: string;
                            /** @description The client secret that follows. While it is there, both are accepted. `null`: there is none */
                            nextSecret?: string | null;
                            /** @description Admin API access token of an app that has a lasting one. Others need none */
                            accessToken?: string | null;
                        } | null;
                    } | null;
                    trackingSite?: {
                        /** @description The site that people know: its host name, such as maplebooks.example, or its name. No link */
                        site?: string;
                        entry?: {
                            en?: string | null;
                            fr?: string | null;
                        } | null;
                    } | null;
                    counterparties?: {
                        /**
                         * @description The retailer's short name for the carrier. The `carrierId` of its shipments is `<retailer>--<key>`
                         * @example northpost
                         */
                        key: string;
                        /** @description Name of the firm */
                        name: string;
                        /**
                         * Format: email
                         * @description Where the firm takes questions about privacy
                         */
                        privacyEmail: string;
                        /**
                         * @description The language of letters to it
                         * @default en
                         * @enum {string}
                         */
                        language?: "en" | "fr";
                        /**
                         * @description The laws that bind it
                         * @default []
                         */
                        laws?: ("ca-pipeda" | "ca-privacy-act" | "ca-on-fippa" | "ca-qc-access-act" | "ca-qc-private-sector-act" | "ca-ab-pipa" | "ca-bc-foippa" | "ca-bc-pipa" | "eu-gdpr" | "uk-gdpr" | "ch-fadp" | "au-privacy-act" | "us-ca-civil-1798-82" | "us-tx-bcc-521-053" | "us-ny-gbl-899-aa")[];
                        /** @description Why no law of the law pack binds it. Needed if `laws` is empty */
                        noLawBinds?: string;
                        jurisdiction: {
                            country: string;
                            timeZone: string;
                        };
                    }[] | null;
                    officerKeys?: {
                        /** @constant */
                        kty: "EC";
                        /** @constant */
                        crv: "P-256";
                        x: string;
                        y: string;
                        /**
                         * Key id
                         * @description The signing key: its JWK thumbprint (RFC 7638)
                         * @example FbMR-9kmKIcCQPuoS7zEaQ9ZVNL0bFmYf2uTTRzxLzM
                         */
                        kid: string;
                        /**
                         * User id
                         * @description Whose key it is. The hub takes its signatures from that person alone
                         * @example q3XbV0c2T6mK9dRwZ1yLhA
                         */
                        by: string;
                    }[] | null;
                };
            };
        };
        responses: {
            /** @description The settings that apply now */
            200: {
                headers: {
                    /** @description The version of the settings. Send it as `if-match` with a change */
                    etag?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /**
                         * Version
                         * @description How many changes were made
                         */
                        version: number;
                        /**
                         * Settings
                         * @description What applies now
                         */
                        settings: {
                            /** @description Contacts who get a mail about every alert */
                            emails?: string[];
                            /** @description Contacts who get a mail only when nobody acted on an alert */
                            escalationEmails?: string[];
                            /**
                             * Format: uri
                             * @description Where events are posted to. Only for a party that has a webhook already. Of a Slack channel of an invited party, what is shown is Slack's host alone
                             */
                            webhookUrl?: string;
                            /** @description Who reads many shipments for a legitimate reason */
                            heavyReaders?: {
                                name: string;
                                /** @enum {string} */
                                class: "aggregator" | "verifiedBot" | "mailScanner" | "partnerPoller";
                                /** @default [] */
                                networks: string[];
                                /** @default [] */
                                credentials: string[];
                                /** @description Different references that it reads in a busy hour. Three times as many raise an alert */
                                lookupsPerHour?: number;
                            }[];
                            /** @description Thresholds of a retailer by chart */
                            thresholds?: {
                                walk?: {
                                    notice?: number;
                                    alert: number;
                                };
                                guess?: {
                                    notice?: number;
                                    alert: number;
                                };
                                fanOut?: {
                                    notice?: number;
                                    alert: number;
                                };
                                scope?: {
                                    notice?: number;
                                    alert: number;
                                };
                                insider?: {
                                    notice?: number;
                                    alert: number;
                                };
                                quota?: {
                                    notice?: number;
                                    alert: number;
                                };
                                block?: {
                                    notice?: number;
                                    alert: number;
                                };
                                blockMisses?: {
                                    notice?: number;
                                    alert: number;
                                };
                                volume?: {
                                    notice: number;
                                };
                            };
                            /** @description Vendors that send events in the party's name. Their secrets are shown to nobody */
                            vendors?: {
                                /** @description AfterShip Tracking, of a carrier */
                                aftership?: {
                                    /** @description Only events of these carriers, as the vendor names them. When absent, of all */
                                    carriers?: string[];
                                };
                                /** @description EasyPost trackers, of a carrier */
                                easypost?: {
                                    /** @description Only events of these carriers, as the vendor names them. When absent, of all */
                                    carriers?: string[];
                                };
                                /** @description A shop at Shopify, of a retailer */
                                shopify?: {
                                    /** @description Host name of the shop at Shopify, in lower-case letters */
                                    shop: string;
                                    /** @description Party id of the carrier by tracking company, as the shop names it */
                                    carriers: {
                                        [key: string]: string;
                                    };
                                    /** @description Client id of the app. With it the hub writes links into fulfilments. Absent: it writes none */
                                    clientId?: string;
                                    /** @description Whether Shopify mails the customer when the link is written. When absent, Shopify mails nobody because of it */
                                    notifiesCustomers?: boolean;
                                };
                            };
                            /** @description What a second person has to approve before it is done: a report to a regulator, an answer to a legal test, the closing of a case. Programs of the party can then do none of these */
                            approvals?: ("report" | "assessment" | "closing")[];
                            /** @description Where people track their parcels, if that is the hub's page for recipients or leads to it. Notices then say how to get there, without a link, and which code it shows. A notice of a discreet retailer names neither site nor words */
                            trackingSite?: {
                                /** @description The site that people know: its host name, such as maplebooks.example, or its name. No link */
                                site: string;
                                /** @description The words of the link or the button there that leads to tracking */
                                entry?: {
                                    /** @description What to choose there, as an English page of it says */
                                    en?: string;
                                    /** @description The same as a French page of it says */
                                    fr?: string;
                                };
                            };
                            /** @description Carriers of a retailer that take no part in the exchange. Leave one in the list while a case about it is open */
                            counterparties?: {
                                /**
                                 * @description The retailer's short name for the carrier. The `carrierId` of its shipments is `<retailer>--<key>`
                                 * @example northpost
                                 */
                                key: string;
                                /** @description Name of the firm */
                                name: string;
                                /**
                                 * Format: email
                                 * @description Where the firm takes questions about privacy
                                 */
                                privacyEmail: string;
                                /**
                                 * @description The language of letters to it
                                 * @default en
                                 * @enum {string}
                                 */
                                language: "en" | "fr";
                                /**
                                 * @description The laws that bind it
                                 * @default []
                                 */
                                laws: ("ca-pipeda" | "ca-privacy-act" | "ca-on-fippa" | "ca-qc-access-act" | "ca-qc-private-sector-act" | "ca-ab-pipa" | "ca-bc-foippa" | "ca-bc-pipa" | "eu-gdpr" | "uk-gdpr" | "ch-fadp" | "au-privacy-act" | "us-ca-civil-1798-82" | "us-tx-bcc-521-053" | "us-ny-gbl-899-aa")[];
                                /** @description Why no law of the law pack binds it. Needed if `laws` is empty */
                                noLawBinds?: string;
                                jurisdiction: {
                                    country: string;
                                    timeZone: string;
                                };
                            }[];
                            /** @description Public keys that your people keep in their browsers to sign what they do in a case. A person adds keys of their own alone, and may remove any */
                            officerKeys?: {
                                /** @constant */
                                kty: "EC";
                                /** @constant */
                                crv: "P-256";
                                x: string;
                                y: string;
                                /**
                                 * Key id
                                 * @description The signing key: its JWK thumbprint (RFC 7638)
                                 * @example FbMR-9kmKIcCQPuoS7zEaQ9ZVNL0bFmYf2uTTRzxLzM
                                 */
                                kid: string;
                                /**
                                 * User id
                                 * @description Whose key it is. The hub takes its signatures from that person alone
                                 * @example q3XbV0c2T6mK9dRwZ1yLhA
                                 */
                                by: string;
                            }[];
                        };
                        /**
                         * Changed
                         * @description The settings that do not follow the hub's parties file, or what was approved of an invited party, any more
                         */
                        changed: ("emails" | "escalationEmails" | "webhookUrl" | "heavyReaders" | "thresholds" | "vendors" | "approvals" | "trackingSite" | "counterparties" | "officerKeys")[];
                    };
                };
            };
            400: components["responses"]["Problem400"];
            401: components["responses"]["Problem401"];
            403: components["responses"]["Problem403"];
            409: components["responses"]["Problem409"];
            /** @description Somebody changed the settings since they were read */
            412: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            413: components["responses"]["Problem413"];
            415: components["responses"]["Problem415"];
            422: components["responses"]["Problem422"];
            /** @description The header `if-match` is missing */
            428: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            429: components["responses"]["Problem429"];
            500: components["responses"]["Problem500"];
            503: components["responses"]["Problem503"];
            default: components["responses"]["Problem"];
        };
    };
    "get-webhooks-attempts": {
        parameters: {
            query?: {
                /** @description Attempts on one page: 20 when absent, at most 100 */
                limit?: number;
                /** @description The `next` of the page before */
                after?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description A page of attempts. No event is in it */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /**
                         * Attempts
                         * @description The newest first
                         */
                        attempts: {
                            /**
                             * Attempt
                             * @description Names the attempt, for sending its event again
                             */
                            attemptId: string;
                            /**
                             * At
                             * Format: date-time
                             * @description When it began
                             * @example 2026-11-01T14:03:00.000Z
                             */
                            at: string;
                            /**
                             * Event
                             * @description `webhook-id`, and `metadata.id`
                             */
                            eventId: string;
                            /**
                             * Type
                             * @description The event's type
                             */
                            type: string;
                            /**
                             * Status
                             * @description What your endpoint answered. `unreachable`: nothing in 15 seconds. `notPublic`: its name leads to an address that is not public, so nothing was sent
                             */
                            status: number | ("unreachable" | "notPublic");
                            /** Duration in milliseconds */
                            durationMilliseconds: number;
                            /**
                             * Number
                             * @description 1 for the first attempt
                             */
                            attempt: number;
                            /**
                             * Next attempt
                             * Format: date-time
                             * @description Absent: it was delivered, or is not tried any more
                             * @example 2026-11-01T14:03:00.000Z
                             */
                            nextAttemptAt?: string;
                        }[];
                        /**
                         * Next
                         * @description Give it as `after` to read earlier attempts
                         */
                        next?: string;
                    };
                };
            };
            400: components["responses"]["Problem400"];
            401: components["responses"]["Problem401"];
            403: components["responses"]["Problem403"];
            429: components["responses"]["Problem429"];
            500: components["responses"]["Problem500"];
            503: components["responses"]["Problem503"];
            default: components["responses"]["Problem"];
        };
    };
    "post-webhooks-attempts-attemptId-resend": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The `attemptId` of an attempt in the list */
                attemptId: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description It is sent within two minutes, and tried again by the usual schedule */
            202: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /**
                         * Event
                         * @description What is sent again, within two minutes
                         */
                        eventId: string;
                    };
                };
            };
            400: components["responses"]["Problem400"];
            401: components["responses"]["Problem401"];
            403: components["responses"]["Problem403"];
            /** @description The caller has no such attempt, or its event is not kept any more */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The webhook is disabled */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            429: components["responses"]["Problem429"];
            500: components["responses"]["Problem500"];
            503: components["responses"]["Problem503"];
            default: components["responses"]["Problem"];
        };
    };
    "post-webhooks-recoveries": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    /**
                     * From
                     * Format: date-time
                     * @description The earliest arrival at the hub's queue for your webhook
                     * @example 2026-11-01T14:03:00.000Z
                     */
                    from: string;
                    /**
                     * To
                     * Format: date-time
                     * @description The latest, not before `from`
                     * @example 2026-11-01T14:03:00.000Z
                     */
                    to: string;
                    /**
                     * Which
                     * @description `all`: also what your webhook accepted, if you lost it
                     * @default undelivered
                     * @enum {string}
                     */
                    which?: "undelivered" | "all";
                    /**
                     * After
                     * @description The `next` of the answer before
                     */
                    after?: string;
                };
            };
        };
        responses: {
            /** @description They are sent by the usual schedule */
            202: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /**
                         * Events
                         * @description How many are sent again, the first within two minutes
                         */
                        events: number;
                        /**
                         * Next
                         * @description There are more events. Send the same request with this as `after`
                         */
                        next?: string;
                    };
                };
            };
            400: components["responses"]["Problem400"];
            401: components["responses"]["Problem401"];
            403: components["responses"]["Problem403"];
            /** @description The webhook is disabled */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            413: components["responses"]["Problem413"];
            415: components["responses"]["Problem415"];
            429: components["responses"]["Problem429"];
            500: components["responses"]["Problem500"];
            503: components["responses"]["Problem503"];
            default: components["responses"]["Problem"];
        };
    };
    "post-invitations-read": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    /**
                     * Token
                     * @description The token in the hub's letter. Give it to nobody
                     */
                    token: string;
                };
            };
        };
        responses: {
            /** @description The invitation */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /**
                         * Party id
                         * @example leafline
                         */
                        party: string;
                        /**
                         * Kind
                         * @description As what the party is invited
                         * @enum {string}
                         */
                        kind: "retailer" | "carrier";
                        /**
                         * Language
                         * @description Of mails, unless another is entered
                         * @enum {string}
                         */
                        language: "en" | "fr";
                        /**
                         * Until
                         * Format: date-time
                         * @description When the invitation runs out
                         * @example 2026-11-01T14:03:00.000Z
                         */
                        until: string;
                        /**
                         * State
                         * @description answered: the hub has yet to look at it. approved: nothing was entered since the hub approved
                         * @enum {string}
                         */
                        state: "invited" | "answered" | "approved";
                        /**
                         * Entered
                         * @description What was entered last. A webhook's secret is never shown again
                         */
                        entered?: {
                            [key: string]: unknown;
                        };
                        /**
                         * Next
                         * @description What happens next
                         */
                        next: string;
                    };
                };
            };
            400: components["responses"]["Problem400"];
            /** @description No open invitation has this token: it is unknown, ran out or was used */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            413: components["responses"]["Problem413"];
            415: components["responses"]["Problem415"];
            500: components["responses"]["Problem500"];
            503: components["responses"]["Problem503"];
            default: components["responses"]["Problem"];
        };
    };
    "post-invitations-answer": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    /**
                     * Token
                     * @description The token in the hub's letter. Give it to nobody
                     */
                    token: string;
                    /**
                     * Party
                     * @description What you enter about your organisation
                     */
                    party: {
                        /** @constant */
                        kind: "retailer";
                        /** @description Public name. Answers may show it unless the retailer is discreet */
                        alias: string;
                        /** @description Your public keys, one or two, or the issuer and subject of your tokens. Never a private key */
                        credentials: {
                            publicKeys: ({
                                kid: string;
                                /** @enum {string} */
                                kty: "OKP" | "EC";
                                /** @enum {string} */
                                crv: "Ed25519" | "P-256";
                                x: string;
                                y?: string;
                                d?: unknown;
                            } & {
                                [key: string]: unknown;
                            })[];
                        } | {
                            oidc: {
                                /** Format: uri */
                                issuer: string;
                                audience: string;
                                subject: string;
                            };
                        };
                        channels: {
                            /** @description Contacts who get a mail about every alert */
                            emails: string[];
                            /**
                             * @description Contacts who get a mail only when nobody has acted on an alert
                             * @default []
                             */
                            escalationEmails?: string[];
                            /**
                             * Format: uri
                             * @description Where events are posted to. The answer has its secret. With `webhookFormat`, the address of an incoming webhook of Slack, which is never shown again. Its host alone stands for the address that you entered before
                             */
                            webhookUrl?: string;
                            /**
                             * @description Only for a Slack channel: it gets messages for people, as the mails say them, in place of events
                             * @constant
                             */
                            webhookFormat?: "slack";
                        };
                        /** @default [] */
                        laws?: ("ca-pipeda" | "ca-privacy-act" | "ca-on-fippa" | "ca-qc-access-act" | "ca-qc-private-sector-act" | "ca-ab-pipa" | "ca-bc-foippa" | "ca-bc-pipa" | "eu-gdpr" | "uk-gdpr" | "ch-fadp" | "au-privacy-act" | "us-ca-civil-1798-82" | "us-tx-bcc-521-053" | "us-ny-gbl-899-aa")[];
                        /** @description Why no law of the law pack binds the party. Needed if `laws` is empty */
                        noLawBinds?: string;
                        /**
                         * @description Who decides about the tracking data, where it is not this party for itself. The most exact entry counts. Without one, a party is in control of its own data, and owes what a law asks of one in control
                         * @default []
                         */
                        roles?: {
                            /**
                             * Party id
                             * @description The other party
                             * @example leafline
                             */
                            with?: string;
                            /** @enum {string} */
                            law?: "ca-pipeda" | "ca-privacy-act" | "ca-on-fippa" | "ca-qc-access-act" | "ca-qc-private-sector-act" | "ca-ab-pipa" | "ca-bc-foippa" | "ca-bc-pipa" | "eu-gdpr" | "uk-gdpr" | "ch-fadp" | "au-privacy-act" | "us-ca-civil-1798-82" | "us-tx-bcc-521-053" | "us-ny-gbl-899-aa";
                            /**
                             * @description own: a carrier's own tracking tool; hub: the lookups that the hub answers
                             * @enum {string}
                             */
                            tool?: "own" | "hub";
                            /**
                             * @description holder: it keeps the data for the other party, as a processor or service provider does
                             * @enum {string}
                             */
                            role: "inControl" | "jointlyInControl" | "holder";
                        }[];
                        /** @default {} */
                        documents?: {
                            legalName?: string;
                            businessNumber?: string;
                            /** @description Who answers a regulator's questions */
                            contact?: {
                                name?: string;
                                title?: string;
                                /** Format: email */
                                email?: string;
                                phone?: string;
                                address?: string;
                            };
                            /** @description Contact for affected people. It must not reveal what the party sells */
                            publicContact?: {
                                /** Format: email */
                                email?: string;
                                phone?: string;
                                /** Format: uri */
                                url?: string;
                            };
                            /** @description Sender of notices. It must not reveal what the party sells */
                            noticeSender?: string;
                        };
                        jurisdiction: {
                            country: string;
                            timeZone: string;
                        };
                        /**
                         * @description The language of mails to you
                         * @enum {string}
                         */
                        language?: "en" | "fr";
                        /** @description Different references that a credential, or a member of staff, looks up in a busy hour. Three times as many raise an alert */
                        quotas?: {
                            perCredential?: number;
                            perStaffMember?: number;
                        };
                        /**
                         * @description Wayseal names this retailer to nobody except its own proven customer
                         * @default false
                         */
                        discreet?: boolean;
                        referenceFormat?: {
                            /** @default  */
                            prefix?: string;
                            digits: number;
                            /**
                             * @description `luhn`: ISO/IEC 7812-1; `s10`: UPU S10, for 8 digits; `mod7`: remainder of 7
                             * @default none
                             * @enum {string}
                             */
                            checkDigit?: "none" | "luhn" | "s10" | "mod7";
                            suffix?: string;
                        };
                        /**
                         * @description Account numbers that carriers gave to this retailer. With one, a carrier confirms its claims
                         * @default []
                         */
                        shipperAccounts?: {
                            /**
                             * Party id
                             * @example leafline
                             */
                            carrierId: string;
                            /**
                             * Account
                             * @description The account number that this carrier gave to the retailer. An unknown account is ignored
                             * @example 8841-20931
                             */
                            account: string;
                        }[];
                        ordersPerDay: number;
                        /** @default 0.05 */
                        missShare?: number;
                        /** @description All orders so far, for the share of a breach */
                        ordersInAll?: number;
                        /** @default {} */
                        disclosure?: {
                            /** @default true */
                            phaseByTrackingNumber?: boolean;
                            /** @default true */
                            retailerAlias?: boolean;
                            /** @default true */
                            pickupPoint?: boolean;
                            /** @default true */
                            signatureRecorded?: boolean;
                        };
                    } | {
                        /** @constant */
                        kind: "carrier";
                        /** @description Public name. Answers may show it unless the retailer is discreet */
                        alias: string;
                        /** @description Your public keys, one or two, or the issuer and subject of your tokens. Never a private key */
                        credentials: {
                            publicKeys: ({
                                kid: string;
                                /** @enum {string} */
                                kty: "OKP" | "EC";
                                /** @enum {string} */
                                crv: "Ed25519" | "P-256";
                                x: string;
                                y?: string;
                                d?: unknown;
                            } & {
                                [key: string]: unknown;
                            })[];
                        } | {
                            oidc: {
                                /** Format: uri */
                                issuer: string;
                                audience: string;
                                subject: string;
                            };
                        };
                        channels: {
                            /** @description Contacts who get a mail about every alert */
                            emails: string[];
                            /**
                             * @description Contacts who get a mail only when nobody has acted on an alert
                             * @default []
                             */
                            escalationEmails?: string[];
                            /**
                             * Format: uri
                             * @description Where events are posted to. The answer has its secret. With `webhookFormat`, the address of an incoming webhook of Slack, which is never shown again. Its host alone stands for the address that you entered before
                             */
                            webhookUrl?: string;
                            /**
                             * @description Only for a Slack channel: it gets messages for people, as the mails say them, in place of events
                             * @constant
                             */
                            webhookFormat?: "slack";
                        };
                        /** @default [] */
                        laws?: ("ca-pipeda" | "ca-privacy-act" | "ca-on-fippa" | "ca-qc-access-act" | "ca-qc-private-sector-act" | "ca-ab-pipa" | "ca-bc-foippa" | "ca-bc-pipa" | "eu-gdpr" | "uk-gdpr" | "ch-fadp" | "au-privacy-act" | "us-ca-civil-1798-82" | "us-tx-bcc-521-053" | "us-ny-gbl-899-aa")[];
                        /** @description Why no law of the law pack binds the party. Needed if `laws` is empty */
                        noLawBinds?: string;
                        /**
                         * @description Who decides about the tracking data, where it is not this party for itself. The most exact entry counts. Without one, a party is in control of its own data, and owes what a law asks of one in control
                         * @default []
                         */
                        roles?: {
                            /**
                             * Party id
                             * @description The other party
                             * @example leafline
                             */
                            with?: string;
                            /** @enum {string} */
                            law?: "ca-pipeda" | "ca-privacy-act" | "ca-on-fippa" | "ca-qc-access-act" | "ca-qc-private-sector-act" | "ca-ab-pipa" | "ca-bc-foippa" | "ca-bc-pipa" | "eu-gdpr" | "uk-gdpr" | "ch-fadp" | "au-privacy-act" | "us-ca-civil-1798-82" | "us-tx-bcc-521-053" | "us-ny-gbl-899-aa";
                            /**
                             * @description own: a carrier's own tracking tool; hub: the lookups that the hub answers
                             * @enum {string}
                             */
                            tool?: "own" | "hub";
                            /**
                             * @description holder: it keeps the data for the other party, as a processor or service provider does
                             * @enum {string}
                             */
                            role: "inControl" | "jointlyInControl" | "holder";
                        }[];
                        /** @default {} */
                        documents?: {
                            legalName?: string;
                            businessNumber?: string;
                            /** @description Who answers a regulator's questions */
                            contact?: {
                                name?: string;
                                title?: string;
                                /** Format: email */
                                email?: string;
                                phone?: string;
                                address?: string;
                            };
                            /** @description Contact for affected people. It must not reveal what the party sells */
                            publicContact?: {
                                /** Format: email */
                                email?: string;
                                phone?: string;
                                /** Format: uri */
                                url?: string;
                            };
                            /** @description Sender of notices. It must not reveal what the party sells */
                            noticeSender?: string;
                        };
                        jurisdiction: {
                            country: string;
                            timeZone: string;
                        };
                        /**
                         * @description The language of mails to you
                         * @enum {string}
                         */
                        language?: "en" | "fr";
                        /** @description Different references that a credential, or a member of staff, looks up in a busy hour. Three times as many raise an alert */
                        quotas?: {
                            perCredential?: number;
                            perStaffMember?: number;
                        };
                        trackingNumbers?: {
                            format: {
                                /** @default  */
                                prefix?: string;
                                digits: number;
                                /**
                                 * @description `luhn`: ISO/IEC 7812-1; `s10`: UPU S10, for 8 digits; `mod7`: remainder of 7
                                 * @default none
                                 * @enum {string}
                                 */
                                checkDigit?: "none" | "luhn" | "s10" | "mod7";
                                suffix?: string;
                            };
                            /** @description Numbers that the carrier gives out in a day */
                            parcelsPerDay: number;
                        };
                    };
                    /**
                     * New webhook secret
                     * @description Whether the webhook gets another secret, also at an address that has one
                     * @default false
                     */
                    newWebhookSecret?: boolean;
                };
            };
        };
        responses: {
            /** @description It waits for the hub's approval */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /**
                         * Party id
                         * @example leafline
                         */
                        party: string;
                        /**
                         * Kind
                         * @description As what the party is invited
                         * @enum {string}
                         */
                        kind: "retailer" | "carrier";
                        /**
                         * Language
                         * @description Of mails, unless another is entered
                         * @enum {string}
                         */
                        language: "en" | "fr";
                        /**
                         * Until
                         * Format: date-time
                         * @description When the invitation runs out
                         * @example 2026-11-01T14:03:00.000Z
                         */
                        until: string;
                        /**
                         * State
                         * @description answered: the hub has yet to look at it. approved: nothing was entered since the hub approved
                         * @enum {string}
                         */
                        state: "invited" | "answered" | "approved";
                        /**
                         * Entered
                         * @description What was entered last. A webhook's secret is never shown again
                         */
                        entered?: {
                            [key: string]: unknown;
                        };
                        /**
                         * Next
                         * @description What happens next
                         */
                        next: string;
                        /**
                         * Webhook secret
                         * @description The key that signs what is posted to the webhook. It is shown this once. Keep it
                         */
                        webhookSecret?: string;
                    };
                };
            };
            400: components["responses"]["Problem400"];
            /** @description No open invitation has this token: it is unknown, ran out or was used */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            413: components["responses"]["Problem413"];
            415: components["responses"]["Problem415"];
            500: components["responses"]["Problem500"];
            503: components["responses"]["Problem503"];
            default: components["responses"]["Problem"];
        };
    };
    "get-cases": {
        parameters: {
            query?: {
                /** @description Cases on one page: 100 when absent, and at most */
                limit?: number;
                /** @description The `next` of the page before */
                after?: string;
                /** @description Only cases in this state */
                state?: "open" | "closed" | "falseAlarm";
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description A page of cases. It can be empty although there is a next one */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        cases: {
                            /**
                             * Case alias
                             * @description This party's own name for the case
                             * @example WS-4K7QX2M9TB
                             */
                            caseAlias: string;
                            /** @enum {string} */
                            state: "open" | "closed" | "falseAlarm";
                            /** @enum {string} */
                            origin: "anomaly" | "report";
                            /**
                             * Tool
                             * @description `guarded`: the hub's lookup API; `observed:<carrier id>`: that carrier's own tool
                             * @example observed:northpost
                             */
                            tool: string;
                            /**
                             * Instant
                             * Format: date-time
                             * @description ISO 8601 date and time with offset; normalised to UTC with milliseconds
                             * @example 2026-11-01T14:03:00.000Z
                             */
                            openedAt: string;
                            /**
                             * Instant
                             * Format: date-time
                             * @description ISO 8601 date and time with offset; normalised to UTC with milliseconds
                             * @example 2026-11-01T14:03:00.000Z
                             */
                            closedAt?: string;
                            /** @description Exposed shipments of the caller */
                            shipments: number;
                            /**
                             * @description Nobody reports lookups in the tool: there may be more than is counted, and 0 means not known
                             * @constant
                             */
                            atLeast?: true;
                            acknowledged: boolean;
                            /**
                             * Case URL
                             * @description Address of the case in the API. It is only a path if the receiver knows the base URL
                             * @example /v1/cases/WS-4K7QX2M9TB
                             */
                            caseUrl: string;
                            /** @description The duty of the caller that is due first. Absent if the case has ended, or nothing has a date */
                            nextDue?: {
                                dutyId: string;
                                /** @enum {string} */
                                law: "ca-pipeda" | "ca-privacy-act" | "ca-on-fippa" | "ca-qc-access-act" | "ca-qc-private-sector-act" | "ca-ab-pipa" | "ca-bc-foippa" | "ca-bc-pipa" | "eu-gdpr" | "uk-gdpr" | "ch-fadp" | "au-privacy-act" | "us-ca-civil-1798-82" | "us-tx-bcc-521-053" | "us-ny-gbl-899-aa";
                                /** @enum {string} */
                                kind: "tellRegulator" | "supplementReport" | "tellIndividuals" | "tellOtherOrganisation" | "keepRecord";
                                /**
                                 * Instant
                                 * Format: date-time
                                 * @description ISO 8601 date and time with offset; normalised to UTC with milliseconds
                                 * @example 2026-11-01T14:03:00.000Z
                                 */
                                dueAt: string;
                                /** @enum {string} */
                                dueIs: "legalDeadline" | "target";
                            };
                        }[];
                        /** @description `after` of the next page; absent on the last */
                        next?: string;
                    };
                };
            };
            400: components["responses"]["Problem400"];
            401: components["responses"]["Problem401"];
            403: components["responses"]["Problem403"];
            429: components["responses"]["Problem429"];
            500: components["responses"]["Problem500"];
            503: components["responses"]["Problem503"];
            default: components["responses"]["Problem"];
        };
    };
    "post-cases": {
        parameters: {
            query?: never;
            header?: {
                /** @description Your own id of the command, which is opaque. Without it, the token's `jti` is its id. The console has to send it */
                "idempotency-key"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    /**
                     * Finder
                     * @description Kind of person who found the breach
                     * @example finder
                     * @enum {string}
                     */
                    finder: "finder" | "recipient" | "staff" | "regulator";
                    /**
                     * Tool
                     * @description `guarded`: the hub's lookup API; `observed:<carrier id>`: that carrier's own tool
                     * @example observed:northpost
                     */
                    tool: string;
                    /**
                     * Received at
                     * Format: date-time
                     * @description When the party learned of the breach
                     * @example 2018-11-01T15:00:00.000Z
                     */
                    receivedAt: string;
                    /**
                     * Evidence
                     * @description The lookups from which the hub computes the exposures
                     */
                    evidence: {
                        /** @constant */
                        kind: "accessorToken";
                        /**
                         * Accessor token
                         * @description The carrier's own name for an accessor. With it, the carrier's tool can refuse the accessor
                         * @example tok_c81e728d9d4c2f63
                         */
                        accessorToken: string;
                    } | {
                        /** @constant */
                        kind: "accessIds";
                        accessIds: string[];
                    } | {
                        /** @constant */
                        kind: "timeRange";
                        /**
                         * Instant
                         * Format: date-time
                         * @description ISO 8601 date and time with offset; normalised to UTC with milliseconds
                         * @example 2026-11-01T14:03:00.000Z
                         */
                        since: string;
                        /**
                         * Instant
                         * Format: date-time
                         * @description ISO 8601 date and time with offset; normalised to UTC with milliseconds
                         * @example 2026-11-01T14:03:00.000Z
                         */
                        until: string;
                    } | {
                        /** @constant */
                        kind: "referenceRange";
                        /**
                         * Order reference
                         * @description The order number as the customer knows it
                         * @example LL-0048213
                         */
                        firstReference: string;
                        /**
                         * Order reference
                         * @description The order number as the customer knows it
                         * @example LL-0048213
                         */
                        lastReference: string;
                        /**
                         * Since
                         * Format: date-time
                         * @description When the first of them can have been looked up
                         * @example 2026-11-01T14:03:00.000Z
                         */
                        since: string;
                        /**
                         * Until
                         * Format: date-time
                         * @description When the last of them can have been looked up
                         * @example 2026-11-01T14:03:00.000Z
                         */
                        until: string;
                        /**
                         * Fields
                         * @description What the tool is said to have shown
                         * @example [
                         *       "postal-code"
                         *     ]
                         */
                        fields: ("existence" | "retailer" | "phase" | "dates" | "delivery-date" | "pickup-point" | "signature-recorded" | "signatory-name-or-initials" | "postal-code" | "nature-of-delivery" | "address" | "payment" | "purchaser")[];
                    } | {
                        /** @constant */
                        kind: "references";
                        references: string[];
                        /**
                         * Since
                         * Format: date-time
                         * @description When the first of them can have been looked up
                         * @example 2026-11-01T14:03:00.000Z
                         */
                        since: string;
                        /**
                         * Until
                         * Format: date-time
                         * @description When the last of them can have been looked up
                         * @example 2026-11-01T14:03:00.000Z
                         */
                        until: string;
                        /**
                         * Fields
                         * @description What the tool is said to have shown
                         * @example [
                         *       "postal-code"
                         *     ]
                         */
                        fields: ("existence" | "retailer" | "phase" | "dates" | "delivery-date" | "pickup-point" | "signature-recorded" | "signatory-name-or-initials" | "postal-code" | "nature-of-delivery" | "address" | "payment" | "purchaser")[];
                    };
                };
            };
        };
        responses: {
            /** @description The report extended an open case, or was sent before */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /**
                         * Case alias
                         * @description This party's own name for the case
                         * @example WS-4K7QX2M9TB
                         */
                        caseAlias: string;
                        outcome: string;
                        /**
                         * Case URL
                         * @description Address of the case in the API. It is only a path if the receiver knows the base URL
                         * @example /v1/cases/WS-4K7QX2M9TB
                         */
                        caseUrl: string;
                    };
                };
            };
            /** @description The report opened a case */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /**
                         * Case alias
                         * @description This party's own name for the case
                         * @example WS-4K7QX2M9TB
                         */
                        caseAlias: string;
                        outcome: string;
                        /**
                         * Case URL
                         * @description Address of the case in the API. It is only a path if the receiver knows the base URL
                         * @example /v1/cases/WS-4K7QX2M9TB
                         */
                        caseUrl: string;
                    };
                };
            };
            400: components["responses"]["Problem400"];
            401: components["responses"]["Problem401"];
            403: components["responses"]["Problem403"];
            409: components["responses"]["Problem409"];
            413: components["responses"]["Problem413"];
            415: components["responses"]["Problem415"];
            422: components["responses"]["Problem422"];
            429: components["responses"]["Problem429"];
            500: components["responses"]["Problem500"];
            503: components["responses"]["Problem503"];
            default: components["responses"]["Problem"];
        };
    };
    "get-cases-caseAlias": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The caller's own name for the case */
                caseAlias: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The case */
            200: {
                headers: {
                    /** @description The state of the case as the caller sees it. Send it as `if-match` with a change */
                    etag?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /**
                         * Case alias
                         * @description This party's own name for the case
                         * @example WS-4K7QX2M9TB
                         */
                        caseAlias: string;
                        /** @enum {string} */
                        state: "open" | "closed" | "falseAlarm";
                        /** @enum {string} */
                        origin: "anomaly" | "report";
                        /**
                         * Tool
                         * @description `guarded`: the hub's lookup API; `observed:<carrier id>`: that carrier's own tool
                         * @example observed:northpost
                         */
                        tool: string;
                        /**
                         * Instant
                         * Format: date-time
                         * @description ISO 8601 date and time with offset; normalised to UTC with milliseconds
                         * @example 2026-11-01T14:03:00.000Z
                         */
                        openedAt: string;
                        /**
                         * Instant
                         * Format: date-time
                         * @description ISO 8601 date and time with offset; normalised to UTC with milliseconds
                         * @example 2026-11-01T14:03:00.000Z
                         */
                        closedAt?: string;
                        /** @description Exposed shipments of the caller */
                        shipments: number;
                        /**
                         * @description Nobody reports lookups in the tool: there may be more than is counted, and 0 means not known
                         * @constant
                         */
                        atLeast?: true;
                        acknowledged: boolean;
                        /**
                         * Case URL
                         * @description Address of the case in the API. It is only a path if the receiver knows the base URL
                         * @example /v1/cases/WS-4K7QX2M9TB
                         */
                        caseUrl: string;
                        /**
                         * Instant
                         * Format: date-time
                         * @description ISO 8601 date and time with offset; normalised to UTC with milliseconds
                         * @example 2026-11-01T14:03:00.000Z
                         */
                        discoveredAt: string;
                        finder?: {
                            /** @enum {string} */
                            kind: "finder" | "recipient" | "staff" | "regulator" | "hub";
                            /**
                             * Instant
                             * Format: date-time
                             * @description ISO 8601 date and time with offset; normalised to UTC with milliseconds
                             * @example 2026-11-01T14:03:00.000Z
                             */
                            receivedAt: string;
                            toldYou: boolean;
                        };
                        charts: ("walk" | "guess" | "fanOut" | "scope" | "insider" | "quota" | "block" | "blockMisses" | "volume")[];
                        /** @description What the detector found: the latest 200, oldest first. A retailer receives only its own part */
                        findings: {
                            /** @enum {string} */
                            chart: "walk" | "guess" | "fanOut" | "scope" | "insider" | "quota" | "block" | "blockMisses" | "volume";
                            /** @enum {string} */
                            severity: "notice" | "alert";
                            /** @description Highest sum; the threshold where the chart runs over several retailers */
                            score: number;
                            threshold: number;
                            /**
                             * Format: date-time
                             * @description First lookup that counts
                             */
                            from: string;
                            /**
                             * Format: date-time
                             * @description Lookup at which the threshold was reached, or the last before it
                             */
                            crossedAt: string;
                            evidence: {
                                /** @description Distinct references of the episode, those that came with proof left out */
                                references: number;
                                /** @description Of these, the ones that exist and may have been shown */
                                hits: number;
                                /** @description Of these, the ones that do not exist */
                                misses: number;
                                /** @description Of these, the ones whose proof was wrong */
                                challengeFailed: number;
                                /** @description Further references in the same episode that came with proof */
                                proven: number;
                                /** @description Known delivery points among them */
                                deliveryPoints: number;
                                /** @description Accessors among them; only for blocks of numbers, otherwise 1 */
                                accessors: number;
                                /** @description From the first of them to the last */
                                spanSeconds: number;
                                /** @description Median distance of neighbouring numbers; null without two */
                                medianGap: number | null;
                                /** @description Numbers over which ordinary lookups spread */
                                liveWidth: number | null;
                                /** @description Share of ordinary lookups that find nothing, 0 to 1 */
                                ordinaryMissShare: number | null;
                                /** @description References a day in ordinary use */
                                ordinaryPerDay: number | null;
                                /** @description Planted numbers touched; only for blocks of misses */
                                canaries: number;
                                /** @description First lookups of the retailer's references by anybody at the time; only for the volume */
                                firstLookups?: number;
                                /** @description Ordinary share of accessors never seen before among them, 0 to 1; only for the volume */
                                ordinaryStrangerShare?: number;
                            };
                            /** @description How the score rose: the sum after each lookup that moved it, up to the one at which the threshold was reached. Where the chart runs over several retailers, a retailer's is over its own lookups alone, and can stay lower */
                            rise?: {
                                /** Format: date-time */
                                at: string;
                                score: number;
                            }[];
                            /**
                             * @description Whose lookups were counted: one visitor's, one network's, or everybody's in a range of numbers
                             * @enum {string}
                             */
                            standsFor?: "visitor" | "network" | "numbers";
                            /** @description Who says that the lookups happened. `alias` is there if the reader may know the party */
                            vouchedBy?: {
                                /** @enum {string} */
                                kind: "retailer" | "carrier" | "hub";
                                alias?: string;
                                /** @enum {string} */
                                how: "seen" | "reported" | "delegated";
                            };
                            /** @description The finding in words */
                            explanation: {
                                en: string;
                                fr: string;
                            };
                        }[];
                        /** @description How many findings there are */
                        findingsInAll: number;
                        counts: {
                            shipments: number;
                            /** @description Pairs of shipment and accessor */
                            exposures: number;
                            /**
                             * @description More may have been exposed: `unwatched` has hours that nothing filled, or nobody reports lookups in the tool. Then 0 means not known
                             * @constant
                             */
                            atLeast?: true;
                            people?: number;
                            /** @description By country, or province or state, of the delivery; unknown where nobody knows */
                            peopleByRegion?: {
                                [key: string]: number;
                            };
                            shareOfTotal?: number;
                            /** @description Further shipments that have only possible exposures */
                            possibleShipments?: number;
                            possibleExposures?: number;
                        };
                        fieldsExposed: {
                            /** @enum {string} */
                            field: "existence" | "retailer" | "phase" | "dates" | "delivery-date" | "pickup-point" | "signature-recorded" | "signatory-name-or-initials" | "postal-code" | "nature-of-delivery" | "address" | "payment" | "purchaser";
                            shipments: number;
                        }[];
                        /**
                         * Fields
                         * @description What is known not to have been shown. Empty while `counts.atLeast` is true
                         * @example [
                         *       "phase",
                         *       "postal-code"
                         *     ]
                         */
                        fieldsNotExposed: ("existence" | "retailer" | "phase" | "dates" | "delivery-date" | "pickup-point" | "signature-recorded" | "signatory-name-or-initials" | "postal-code" | "nature-of-delivery" | "address" | "payment" | "purchaser")[];
                        /** @description Hours in which the carrier's tool did not report its lookups, so that more may have been seen than the hub knows: at most 100. `filledAt`: when late reports had filled them, by the carrier's own statement. `goesOn`: they had not ended when this was answered. Absent if there are none */
                        unwatched?: {
                            /**
                             * Instant
                             * Format: date-time
                             * @description ISO 8601 date and time with offset; normalised to UTC with milliseconds
                             * @example 2026-11-01T14:03:00.000Z
                             */
                            from: string;
                            /**
                             * Instant
                             * Format: date-time
                             * @description ISO 8601 date and time with offset; normalised to UTC with milliseconds
                             * @example 2026-11-01T14:03:00.000Z
                             */
                            until: string;
                            /**
                             * Instant
                             * Format: date-time
                             * @description ISO 8601 date and time with offset; normalised to UTC with milliseconds
                             * @example 2026-11-01T14:03:00.000Z
                             */
                            filledAt?: string;
                            /** @constant */
                            goesOn?: true;
                        }[];
                        /**
                         * Fields
                         * @description What the possible exposures may have shown. Absent if there are none
                         * @example [
                         *       "phase",
                         *       "postal-code"
                         *     ]
                         */
                        fieldsPossiblyExposed?: ("existence" | "retailer" | "phase" | "dates" | "delivery-date" | "pickup-point" | "signature-recorded" | "signatory-name-or-initials" | "postal-code" | "nature-of-delivery" | "address" | "payment" | "purchaser")[];
                        /**
                         * Instant
                         * Format: date-time
                         * @description ISO 8601 date and time with offset; normalised to UTC with milliseconds
                         * @example 2026-11-01T14:03:00.000Z
                         */
                        firstExposureAt?: string;
                        /**
                         * Instant
                         * Format: date-time
                         * @description ISO 8601 date and time with offset; normalised to UTC with milliseconds
                         * @example 2026-11-01T14:03:00.000Z
                         */
                        lastExposureAt?: string;
                        reportedByCarrier: boolean;
                        lawCoverage: {
                            /**
                             * @description The laws that are configured for the party
                             * @example [
                             *       "ca-pipeda"
                             *     ]
                             */
                            laws: string[];
                            /**
                             * @description Countries, provinces and states of recipients that no configured law covers. Their law was not read
                             * @example [
                             *       "US-TX"
                             *     ]
                             */
                            elsewhere: string[];
                            /**
                             * @description Of how many of the recipients nobody knows where they are. Absent: of none
                             * @enum {string}
                             */
                            unknown?: "some" | "all";
                        };
                        /**
                         * Instant
                         * Format: date-time
                         * @description ISO 8601 date and time with offset; normalised to UTC with milliseconds
                         * @example 2026-11-01T14:03:00.000Z
                         */
                        restrictedSince?: string;
                        containment: {
                            attested: boolean;
                            /**
                             * Instant
                             * Format: date-time
                             * @description ISO 8601 date and time with offset; normalised to UTC with milliseconds
                             * @example 2026-11-01T14:03:00.000Z
                             */
                            at?: string;
                            /** @description Who did it. A discreet retailer is not named */
                            by?: {
                                /** @enum {string} */
                                kind: "retailer" | "carrier" | "hub" | "other";
                                /**
                                 * Alias
                                 * @description Public name. Absent for a discreet party, and if the receiver need not know the party
                                 * @example Northpost
                                 */
                                alias?: string;
                                /** @constant */
                                self?: true;
                            };
                        };
                        measures: {
                            /** @enum {string} */
                            kind: "containment" | "mitigation" | "prevention";
                            /** @enum {string} */
                            code: "accessorRefused" | "toolSuspended" | "dataReturned" | "dataDestroyed" | "finderAttested" | "containmentAttested" | "peopleSupported" | "referencesReissued" | "credentialsRotated" | "proofRequired" | "policyChanged";
                            /**
                             * Instant
                             * Format: date-time
                             * @description ISO 8601 date and time with offset; normalised to UTC with milliseconds
                             * @example 2026-11-01T14:03:00.000Z
                             */
                            at: string;
                            /** @description Who did it. A discreet retailer is not named */
                            by: {
                                /** @enum {string} */
                                kind: "retailer" | "carrier" | "hub" | "other";
                                /**
                                 * Alias
                                 * @description Public name. Absent for a discreet party, and if the receiver need not know the party
                                 * @example Northpost
                                 */
                                alias?: string;
                                /** @constant */
                                self?: true;
                            };
                        }[];
                        /**
                         * Instant
                         * Format: date-time
                         * @description ISO 8601 date and time with offset; normalised to UTC with milliseconds
                         * @example 2026-11-01T14:03:00.000Z
                         */
                        acknowledgedAt?: string;
                        /**
                         * Instant
                         * Format: date-time
                         * @description When the caller determined the breach, as it stated
                         * @example 2026-11-01T14:03:00.000Z
                         */
                        determinedAt?: string;
                        /** @description Whether the police asked the caller to delay a notice, as it stated */
                        lawEnforcementDelay?: boolean;
                        /** @description Why the caller's public notices stand for direct ones */
                        publicNoticeGrounds?: ("noContactDetails" | "furtherHarm" | "undueHardship")[];
                        /**
                         * Instant
                         * Format: date-time
                         * @description When the caller stated a false alarm
                         * @example 2026-11-01T14:03:00.000Z
                         */
                        saysFalseAlarmAt?: string;
                        notices: {
                            affected: number;
                            told: number;
                            publicNotice: number;
                            /** @example 3,900 of 4,500 notified; 600 by public notice */
                            text: string;
                        };
                        /** @description The caller's latest answer to each legal test */
                        assessments: {
                            /**
                             * @description Absent: of a party that no law binds
                             * @enum {string}
                             */
                            law?: "ca-pipeda" | "ca-privacy-act" | "ca-on-fippa" | "ca-qc-access-act" | "ca-qc-private-sector-act" | "ca-ab-pipa" | "ca-bc-foippa" | "ca-bc-pipa" | "eu-gdpr" | "uk-gdpr" | "ch-fadp" | "au-privacy-act" | "us-ca-civil-1798-82" | "us-tx-bcc-521-053" | "us-ny-gbl-899-aa";
                            /**
                             * @description Absent: the duty is owed whatever the risk
                             * @enum {string}
                             */
                            test?: "realRiskOfSignificantHarm" | "significantHarm" | "seriousHarm" | "riskOfSeriousInjury" | "materialPrivacyBreach" | "riskToRightsAndFreedoms" | "highRiskToRightsAndFreedoms" | "definedPersonalInformation" | "canReduceHarm" | "onOrderOfRegulator";
                            /**
                             * @description Whether the test is met
                             * @enum {string}
                             */
                            met: "yes" | "no";
                            /** @description What was weighed. All factors that the law names must be among them */
                            factors?: {
                                /** @enum {string} */
                                factor: "sensitivity" | "probabilityOfMisuse" | "anticipatedConsequences" | "stepsOfTheIndividual" | "guidance" | "securityMeasures" | "whoObtainedIt" | "harm";
                                /** @enum {string} */
                                level: "low" | "medium" | "high";
                            }[];
                            consequences?: string;
                            reasons: ("realRisk" | "noRealRisk" | "informationNotSensitive" | "misuseImprobable" | "recoveredBeforeUse" | "encryptedOrUnintelligible" | "outsideLegalDefinition" | "lawDoesNotBind" | "toldByOtherOrganisation" | "belowResidentThreshold" | "lawEnforcementProhibits" | "noticeWouldEndanger" | "notABreach")[];
                            explanation?: string;
                            /**
                             * Format: date-time
                             * @description When the reason ends, if it is one that ends
                             */
                            until?: string;
                            /** @description Function of the person, such as privacy officer */
                            assessedBy: string;
                            /** Format: date-time */
                            assessedAt: string;
                        }[];
                        /** @description Who stands for an answer of no although every factor is high */
                        confirmations: {
                            /** @enum {string} */
                            law?: "ca-pipeda" | "ca-privacy-act" | "ca-on-fippa" | "ca-qc-access-act" | "ca-qc-private-sector-act" | "ca-ab-pipa" | "ca-bc-foippa" | "ca-bc-pipa" | "eu-gdpr" | "uk-gdpr" | "ch-fadp" | "au-privacy-act" | "us-ca-civil-1798-82" | "us-tx-bcc-521-053" | "us-ny-gbl-899-aa";
                            /** @enum {string} */
                            test?: "realRiskOfSignificantHarm" | "significantHarm" | "seriousHarm" | "riskOfSeriousInjury" | "materialPrivacyBreach" | "riskToRightsAndFreedoms" | "highRiskToRightsAndFreedoms" | "definedPersonalInformation" | "canReduceHarm" | "onOrderOfRegulator";
                            /** @description Name of the person */
                            by: string;
                            /**
                             * Instant
                             * Format: date-time
                             * @description ISO 8601 date and time with offset; normalised to UTC with milliseconds
                             * @example 2026-11-01T14:03:00.000Z
                             */
                            at: string;
                        }[];
                        /** @description The legal tests that the caller has to answer. The hub answers none of them */
                        questions: {
                            /** @enum {string} */
                            law: "ca-pipeda" | "ca-privacy-act" | "ca-on-fippa" | "ca-qc-access-act" | "ca-qc-private-sector-act" | "ca-ab-pipa" | "ca-bc-foippa" | "ca-bc-pipa" | "eu-gdpr" | "uk-gdpr" | "ch-fadp" | "au-privacy-act" | "us-ca-civil-1798-82" | "us-tx-bcc-521-053" | "us-ny-gbl-899-aa";
                            /** @enum {string} */
                            test: "realRiskOfSignificantHarm" | "significantHarm" | "seriousHarm" | "riskOfSeriousInjury" | "materialPrivacyBreach" | "riskToRightsAndFreedoms" | "highRiskToRightsAndFreedoms" | "definedPersonalInformation" | "canReduceHarm" | "onOrderOfRegulator";
                            question: {
                                en: string;
                                fr: string;
                            };
                            section: {
                                en: string;
                                fr: string;
                            };
                            /** @description The test in the words of the law */
                            wording: string;
                            factors: {
                                /** @enum {string} */
                                code: "sensitivity" | "probabilityOfMisuse" | "anticipatedConsequences" | "stepsOfTheIndividual" | "guidance" | "securityMeasures" | "whoObtainedIt" | "harm";
                                wording: string;
                                /** @description Facts on record that bear on it. They suggest no answer */
                                facts: {
                                    /**
                                     * @description Where in the case it is on record
                                     * @enum {string}
                                     */
                                    source: "exposures" | "findings" | "measures" | "restrictions" | "receipts" | "report" | "party";
                                    /** @description The number in it; seconds of a duration */
                                    amount?: number;
                                    fact: {
                                        en: string;
                                        fr: string;
                                    };
                                }[];
                            }[];
                            /** @description The same beside the whole test, if its law names no factors */
                            facts: {
                                /**
                                 * @description Where in the case it is on record
                                 * @enum {string}
                                 */
                                source: "exposures" | "findings" | "measures" | "restrictions" | "receipts" | "report" | "party";
                                /** @description The number in it; seconds of a duration */
                                amount?: number;
                                fact: {
                                    en: string;
                                    fr: string;
                                };
                            }[];
                            /** @description Kinds of duty that the answer decides about */
                            decides: ("tellRegulator" | "supplementReport" | "tellIndividuals" | "tellOtherOrganisation" | "keepRecord")[];
                        }[];
                        causes?: ("proofNotAsked" | "proofGuessable" | "referencesGuessable" | "moreShownThanNeeded" | "credentialMisused" | "entitlementMisused" | "softwareFault" | "configurationFault" | "humanError")[];
                        /** @description As the caller stated it */
                        cause?: string;
                        /** @description What the caller stated for its reports */
                        details?: {
                            [key: string]: string;
                        };
                        /** @description What is due by a time that the caller set. `wroteAgainAt` among its facts ends it */
                        tasks: {
                            /**
                             * @description To write again to the people notified, as it promised
                             * @enum {string}
                             */
                            task: "writeAgain";
                            /**
                             * Instant
                             * Format: date-time
                             * @description ISO 8601 date and time with offset; normalised to UTC with milliseconds
                             * @example 2026-11-01T14:03:00.000Z
                             */
                            dueAt: string;
                            isOverdue: boolean;
                        }[];
                        duties: {
                            /**
                             * Duty id
                             * @description Id as the case lists it. Needed if several duties have the same law and kind
                             * @example dty_1f3870be274f6c49
                             */
                            dutyId: string;
                            /**
                             * Law
                             * @description Id in the law pack
                             * @example ca-on-fippa
                             * @enum {string}
                             */
                            law: "ca-pipeda" | "ca-privacy-act" | "ca-on-fippa" | "ca-qc-access-act" | "ca-qc-private-sector-act" | "ca-ab-pipa" | "ca-bc-foippa" | "ca-bc-pipa" | "eu-gdpr" | "uk-gdpr" | "ch-fadp" | "au-privacy-act" | "us-ca-civil-1798-82" | "us-tx-bcc-521-053" | "us-ny-gbl-899-aa";
                            /**
                             * Duty
                             * @description What is owed
                             * @example tellIndividuals
                             * @enum {string}
                             */
                            kind: "tellRegulator" | "supplementReport" | "tellIndividuals" | "tellOtherOrganisation" | "keepRecord";
                            /** @enum {string} */
                            state: "open" | "requested" | "accepted" | "declined" | "unanswered" | "offered" | "takenOver" | "discharged" | "notOwed";
                            /**
                             * Instant
                             * Format: date-time
                             * @description ISO 8601 date and time with offset; normalised to UTC with milliseconds
                             * @example 2026-11-01T14:03:00.000Z
                             */
                            dueAt?: string;
                            /** @enum {string} */
                            dueIs: "legalDeadline" | "target";
                            /**
                             * Target at
                             * Format: date-time
                             * @description When the deployment aims to have it done, if the law asks for promptness. With `dueIs` `legalDeadline` the law sets an outer limit too, which is `dueAt`; with `target` it sets none, and `dueAt` is the same time
                             * @example 2026-11-04T14:04:12.000Z
                             */
                            targetAt?: string;
                            /**
                             * Basis
                             * @description Citation of the provision
                             * @example SOR/2018-64, s. 2
                             */
                            basis?: string;
                            /**
                             * Actor
                             * @description The party to which, or to whose customers, it is owed. Each is a separate duty
                             */
                            towards?: {
                                /**
                                 * Kind
                                 * @description Kind of party
                                 * @enum {string}
                                 */
                                kind: "retailer" | "carrier" | "hub";
                                /**
                                 * Alias
                                 * @description Public name. Absent for a discreet party, and if the receiver need not know the party
                                 * @example Northpost
                                 */
                                alias?: string;
                            };
                            addressee: string;
                            /** @description The wording of the law for the term, and how it was counted, in English */
                            why: string;
                            /** @description `why` in both languages. Absent if the law pack says it in other words by now */
                            explanation?: {
                                en: string;
                                fr: string;
                            };
                            /** @enum {string} */
                            presumption: "owed" | "assess" | "probablyNotOwed";
                            /**
                             * @description The legal test that decides whether it is owed
                             * @enum {string}
                             */
                            test?: "realRiskOfSignificantHarm" | "significantHarm" | "seriousHarm" | "riskOfSeriousInjury" | "materialPrivacyBreach" | "riskToRightsAndFreedoms" | "highRiskToRightsAndFreedoms" | "definedPersonalInformation" | "canReduceHarm" | "onOrderOfRegulator";
                            /** @description Reasons that excuse this duty although the test is met */
                            excuses: ("realRisk" | "noRealRisk" | "informationNotSensitive" | "misuseImprobable" | "recoveredBeforeUse" | "encryptedOrUnintelligible" | "outsideLegalDefinition" | "lawDoesNotBind" | "toldByOtherOrganisation" | "belowResidentThreshold" | "lawEnforcementProhibits" | "noticeWouldEndanger" | "notABreach")[];
                            /** @description Each time that another party requested it */
                            requests: {
                                /**
                                 * Instant
                                 * Format: date-time
                                 * @description ISO 8601 date and time with offset; normalised to UTC with milliseconds
                                 * @example 2026-11-01T14:03:00.000Z
                                 */
                                at: string;
                                /** @description Who did it. A discreet retailer is not named */
                                by: {
                                    /** @enum {string} */
                                    kind: "retailer" | "carrier" | "hub" | "other";
                                    /**
                                     * Alias
                                     * @description Public name. Absent for a discreet party, and if the receiver need not know the party
                                     * @example Northpost
                                     */
                                    alias?: string;
                                    /** @constant */
                                    self?: true;
                                };
                            }[];
                            /** @description How many of that retailer's customers are notified */
                            notices?: {
                                affected: number;
                                told: number;
                                publicNotice: number;
                                /** @example 3,900 of 4,500 notified; 600 by public notice */
                                text: string;
                            };
                            /**
                             * User id
                             * @description To which of the caller's own people it is assigned
                             * @example q3XbV0c2T6mK9dRwZ1yLhA
                             */
                            assignee?: string;
                            declined?: {
                                /**
                                 * Instant
                                 * Format: date-time
                                 * @description ISO 8601 date and time with offset; normalised to UTC with milliseconds
                                 * @example 2026-11-01T14:03:00.000Z
                                 */
                                at: string;
                                /** @enum {string} */
                                reason: "notInControl" | "lawDoesNotBind" | "noRealRisk" | "noContactDetails" | "requesterShouldTell" | "lawEnforcementProhibits" | "alreadyTold";
                            };
                            /**
                             * Instant
                             * Format: date-time
                             * @description ISO 8601 date and time with offset; normalised to UTC with milliseconds
                             * @example 2026-11-01T14:03:00.000Z
                             */
                            takenOverAt?: string;
                            discharged?: {
                                /**
                                 * Instant
                                 * Format: date-time
                                 * @description ISO 8601 date and time with offset; normalised to UTC with milliseconds
                                 * @example 2026-11-01T14:03:00.000Z
                                 */
                                at: string;
                                receipt?: {
                                    /** @enum {string} */
                                    kind: "regulatorReceipt" | "individualsNotified" | "publicNotice" | "organisationNotified" | "recordEntry";
                                    reference: string;
                                    /**
                                     * Format: date-time
                                     * @description When it was done, as the receipt says
                                     */
                                    at: string;
                                };
                            };
                            notOwed?: {
                                /**
                                 * Instant
                                 * Format: date-time
                                 * @description ISO 8601 date and time with offset; normalised to UTC with milliseconds
                                 * @example 2026-11-01T14:03:00.000Z
                                 */
                                at: string;
                                assessment: {
                                    /**
                                     * @description Absent: of a party that no law binds
                                     * @enum {string}
                                     */
                                    law?: "ca-pipeda" | "ca-privacy-act" | "ca-on-fippa" | "ca-qc-access-act" | "ca-qc-private-sector-act" | "ca-ab-pipa" | "ca-bc-foippa" | "ca-bc-pipa" | "eu-gdpr" | "uk-gdpr" | "ch-fadp" | "au-privacy-act" | "us-ca-civil-1798-82" | "us-tx-bcc-521-053" | "us-ny-gbl-899-aa";
                                    /**
                                     * @description Absent: the duty is owed whatever the risk
                                     * @enum {string}
                                     */
                                    test?: "realRiskOfSignificantHarm" | "significantHarm" | "seriousHarm" | "riskOfSeriousInjury" | "materialPrivacyBreach" | "riskToRightsAndFreedoms" | "highRiskToRightsAndFreedoms" | "definedPersonalInformation" | "canReduceHarm" | "onOrderOfRegulator";
                                    /**
                                     * @description Whether the test is met
                                     * @enum {string}
                                     */
                                    met: "yes" | "no";
                                    /** @description What was weighed. All factors that the law names must be among them */
                                    factors?: {
                                        /** @enum {string} */
                                        factor: "sensitivity" | "probabilityOfMisuse" | "anticipatedConsequences" | "stepsOfTheIndividual" | "guidance" | "securityMeasures" | "whoObtainedIt" | "harm";
                                        /** @enum {string} */
                                        level: "low" | "medium" | "high";
                                    }[];
                                    consequences?: string;
                                    reasons: ("realRisk" | "noRealRisk" | "informationNotSensitive" | "misuseImprobable" | "recoveredBeforeUse" | "encryptedOrUnintelligible" | "outsideLegalDefinition" | "lawDoesNotBind" | "toldByOtherOrganisation" | "belowResidentThreshold" | "lawEnforcementProhibits" | "noticeWouldEndanger" | "notABreach")[];
                                    explanation?: string;
                                    /**
                                     * Format: date-time
                                     * @description When the reason ends, if it is one that ends
                                     */
                                    until?: string;
                                    /** @description Function of the person, such as privacy officer */
                                    assessedBy: string;
                                    /** Format: date-time */
                                    assessedAt: string;
                                };
                            };
                        }[];
                        others: {
                            /** @enum {string} */
                            kind: "retailer" | "carrier";
                            /**
                             * Alias
                             * @description Public name. Absent for a discreet party, and if the receiver need not know the party
                             * @example Northpost
                             */
                            alias?: string;
                            /**
                             * Instant
                             * Format: date-time
                             * @description ISO 8601 date and time with offset; normalised to UTC with milliseconds
                             * @example 2026-11-01T14:03:00.000Z
                             */
                            acknowledgedAt?: string;
                            duties: {
                                /**
                                 * Duty id
                                 * @description Id as the case lists it. Needed if several duties have the same law and kind
                                 * @example dty_1f3870be274f6c49
                                 */
                                dutyId: string;
                                /**
                                 * Law
                                 * @description Id in the law pack
                                 * @example ca-on-fippa
                                 * @enum {string}
                                 */
                                law: "ca-pipeda" | "ca-privacy-act" | "ca-on-fippa" | "ca-qc-access-act" | "ca-qc-private-sector-act" | "ca-ab-pipa" | "ca-bc-foippa" | "ca-bc-pipa" | "eu-gdpr" | "uk-gdpr" | "ch-fadp" | "au-privacy-act" | "us-ca-civil-1798-82" | "us-tx-bcc-521-053" | "us-ny-gbl-899-aa";
                                /**
                                 * Duty
                                 * @description What is owed
                                 * @example tellIndividuals
                                 * @enum {string}
                                 */
                                kind: "tellRegulator" | "supplementReport" | "tellIndividuals" | "tellOtherOrganisation" | "keepRecord";
                                /** @enum {string} */
                                state: "open" | "requested" | "accepted" | "declined" | "unanswered" | "offered" | "takenOver" | "discharged" | "notOwed";
                                /**
                                 * Instant
                                 * Format: date-time
                                 * @description ISO 8601 date and time with offset; normalised to UTC with milliseconds
                                 * @example 2026-11-01T14:03:00.000Z
                                 */
                                dueAt?: string;
                                /** @enum {string} */
                                dueIs?: "legalDeadline" | "target";
                                /**
                                 * Target at
                                 * Format: date-time
                                 * @description When the deployment aims to have it done, if the law asks for promptness. With `dueIs` `legalDeadline` the law sets an outer limit too, which is `dueAt`; with `target` it sets none, and `dueAt` is the same time
                                 * @example 2026-11-04T14:04:12.000Z
                                 */
                                targetAt?: string;
                                /**
                                 * Basis
                                 * @description Citation of the provision
                                 * @example SOR/2018-64, s. 2
                                 */
                                basis?: string;
                                /**
                                 * Actor
                                 * @description The party to which, or to whose customers, it is owed. Each is a separate duty
                                 */
                                towards?: {
                                    /**
                                     * Kind
                                     * @description Kind of party
                                     * @enum {string}
                                     */
                                    kind: "retailer" | "carrier" | "hub";
                                    /**
                                     * Alias
                                     * @description Public name. Absent for a discreet party, and if the receiver need not know the party
                                     * @example Northpost
                                     */
                                    alias?: string;
                                };
                                /** @description As the caller assessed it */
                                requests?: {
                                    /**
                                     * Instant
                                     * Format: date-time
                                     * @description ISO 8601 date and time with offset; normalised to UTC with milliseconds
                                     * @example 2026-11-01T14:03:00.000Z
                                     */
                                    at: string;
                                }[];
                                declined?: {
                                    /**
                                     * Instant
                                     * Format: date-time
                                     * @description ISO 8601 date and time with offset; normalised to UTC with milliseconds
                                     * @example 2026-11-01T14:03:00.000Z
                                     */
                                    at: string;
                                    /** @enum {string} */
                                    reason: "notInControl" | "lawDoesNotBind" | "noRealRisk" | "noContactDetails" | "requesterShouldTell" | "lawEnforcementProhibits" | "alreadyTold";
                                };
                            }[];
                        }[];
                        /** @description While the case is open: what would refuse its closing as resolved. Empty: nothing that the caller can see */
                        obstacles?: {
                            /** @example peopleToldByNobody */
                            code: string;
                            /** @description Shipments of the caller whose people nobody has notified */
                            untold?: number;
                            /** @description Laws under which the caller owes them a notice */
                            laws?: ("ca-pipeda" | "ca-privacy-act" | "ca-on-fippa" | "ca-qc-access-act" | "ca-qc-private-sector-act" | "ca-ab-pipa" | "ca-bc-foippa" | "ca-bc-pipa" | "eu-gdpr" | "uk-gdpr" | "ch-fadp" | "au-privacy-act" | "us-ca-civil-1798-82" | "us-tx-bcc-521-053" | "us-ny-gbl-899-aa")[];
                            /** @enum {string} */
                            law?: "ca-pipeda" | "ca-privacy-act" | "ca-on-fippa" | "ca-qc-access-act" | "ca-qc-private-sector-act" | "ca-ab-pipa" | "ca-bc-foippa" | "ca-bc-pipa" | "eu-gdpr" | "uk-gdpr" | "ch-fadp" | "au-privacy-act" | "us-ca-civil-1798-82" | "us-tx-bcc-521-053" | "us-ny-gbl-899-aa";
                            /** @enum {string} */
                            kind?: "tellRegulator" | "supplementReport" | "tellIndividuals" | "tellOtherOrganisation" | "keepRecord";
                            /** @description The duty that is open */
                            dutyId?: string;
                            /**
                             * Actor
                             * @description The other party on which it depends
                             */
                            by?: {
                                /**
                                 * Kind
                                 * @description Kind of party
                                 * @enum {string}
                                 */
                                kind: "retailer" | "carrier" | "hub";
                                /**
                                 * Alias
                                 * @description Public name. Absent for a discreet party, and if the receiver need not know the party
                                 * @example Northpost
                                 */
                                alias?: string;
                            };
                            /** @description What would remove it, for whom, and by which call */
                            remedy: {
                                en: string;
                                fr: string;
                            };
                        }[];
                        /** @description While the case is open: what would refuse that the caller states a false alarm */
                        falseAlarmObstacles?: {
                            /** @example peopleToldByNobody */
                            code: string;
                            /** @description Shipments of the caller whose people nobody has notified */
                            untold?: number;
                            /** @description Laws under which the caller owes them a notice */
                            laws?: ("ca-pipeda" | "ca-privacy-act" | "ca-on-fippa" | "ca-qc-access-act" | "ca-qc-private-sector-act" | "ca-ab-pipa" | "ca-bc-foippa" | "ca-bc-pipa" | "eu-gdpr" | "uk-gdpr" | "ch-fadp" | "au-privacy-act" | "us-ca-civil-1798-82" | "us-tx-bcc-521-053" | "us-ny-gbl-899-aa")[];
                            /** @enum {string} */
                            law?: "ca-pipeda" | "ca-privacy-act" | "ca-on-fippa" | "ca-qc-access-act" | "ca-qc-private-sector-act" | "ca-ab-pipa" | "ca-bc-foippa" | "ca-bc-pipa" | "eu-gdpr" | "uk-gdpr" | "ch-fadp" | "au-privacy-act" | "us-ca-civil-1798-82" | "us-tx-bcc-521-053" | "us-ny-gbl-899-aa";
                            /** @enum {string} */
                            kind?: "tellRegulator" | "supplementReport" | "tellIndividuals" | "tellOtherOrganisation" | "keepRecord";
                            /** @description The duty that is open */
                            dutyId?: string;
                            /**
                             * Actor
                             * @description The other party on which it depends
                             */
                            by?: {
                                /**
                                 * Kind
                                 * @description Kind of party
                                 * @enum {string}
                                 */
                                kind: "retailer" | "carrier" | "hub";
                                /**
                                 * Alias
                                 * @description Public name. Absent for a discreet party, and if the receiver need not know the party
                                 * @example Northpost
                                 */
                                alias?: string;
                            };
                            /** @description What would remove it, for whom, and by which call */
                            remedy: {
                                en: string;
                                fr: string;
                            };
                        }[];
                        timelineHead: {
                            /**
                             * Sequence
                             * @description Number of the last entry
                             * @example 7
                             */
                            seq: number;
                            /**
                             * Hash
                             * @description SHA-256 of the last entry
                             * @example 9f86d0819f86d0819f86d0819f86d0819f86d0819f86d0819f86d0819f86d081
                             */
                            hash: string;
                            /**
                             * MAC
                             * @description Base64 HMAC-SHA-256 of the head under the hub's key
                             * @example n4bQgYhMfWWaL+qgxVrQFaO/TxsrC4Is0V1sFbDwCgg=
                             */
                            mac: string;
                            /**
                             * Signature
                             * @description The hub's signature of the head, which anybody can check with its public key
                             */
                            signature?: {
                                /**
                                 * Key id
                                 * @description The signing key: its JWK thumbprint (RFC 7638)
                                 * @example FbMR-9kmKIcCQPuoS7zEaQ9ZVNL0bFmYf2uTTRzxLzM
                                 */
                                keyId: string;
                                /**
                                 * Signature
                                 * @description Base64url of the 64 bytes r and s
                                 * @example MEUCIQDxMEUCIQDxMEUCIQDxMEUCIQDxMEUCIQDxMEUCIQDxMEUCIQDxMEUCIQDxMEUCIQDxMEUCIQDxabcdeg
                                 */
                                value: string;
                            };
                        };
                    };
                };
            };
            400: components["responses"]["Problem400"];
            401: components["responses"]["Problem401"];
            403: components["responses"]["Problem403"];
            404: components["responses"]["Problem404"];
            429: components["responses"]["Problem429"];
            500: components["responses"]["Problem500"];
            503: components["responses"]["Problem503"];
            default: components["responses"]["Problem"];
        };
    };
    "get-cases-caseAlias-timeline": {
        parameters: {
            query?: {
                /** @description Entries on one page: 1,000 when absent, at most 2,000 */
                limit?: number;
                /** @description The `next` of the page before */
                after?: string;
            };
            header?: never;
            path: {
                /** @description The caller's own name for the case */
                caseAlias: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description A page of the timeline. It can be short or empty although there is a next one. The entries of all pages lead to the head of the last page */
            200: {
                headers: {
                    /** @description The next page (RFC 8288), relative to the address of the API */
                    link?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** @description The caller's own timeline of the case, oldest first. Each entry holds the hash of the one before */
                        entries: {
                            seq: number;
                            /**
                             * Instant
                             * Format: date-time
                             * @description ISO 8601 date and time with offset; normalised to UTC with milliseconds
                             * @example 2026-11-01T14:03:00.000Z
                             */
                            at: string;
                            /**
                             * Hash
                             * @description SHA-256 of the last entry
                             * @example 9f86d0819f86d0819f86d0819f86d0819f86d0819f86d0819f86d0819f86d081
                             */
                            contentHash: string;
                            /**
                             * Hash
                             * @description SHA-256 of the last entry
                             * @example 9f86d0819f86d0819f86d0819f86d0819f86d0819f86d0819f86d0819f86d081
                             */
                            prevHash: string;
                            /**
                             * Hash
                             * @description SHA-256 of the last entry
                             * @example 9f86d0819f86d0819f86d0819f86d0819f86d0819f86d0819f86d0819f86d081
                             */
                            hash: string;
                            actor: string;
                            type: string;
                            data: {
                                [key: string]: components["schemas"]["AnyJson"];
                            };
                            salt: string;
                        }[];
                        /** @description Of each entry about what a party did: whether its data holds the party's signature (`partySignature`), or the hub alone says that it received this */
                        acts: {
                            seq: number;
                            /** @enum {string} */
                            received: "signedByParty" | "asReceivedByHub";
                        }[];
                        head: {
                            /**
                             * Sequence
                             * @description Number of the last entry
                             * @example 7
                             */
                            seq: number;
                            /**
                             * Hash
                             * @description SHA-256 of the last entry
                             * @example 9f86d0819f86d0819f86d0819f86d0819f86d0819f86d0819f86d0819f86d081
                             */
                            hash: string;
                            /**
                             * MAC
                             * @description Base64 HMAC-SHA-256 of the head under the hub's key
                             * @example n4bQgYhMfWWaL+qgxVrQFaO/TxsrC4Is0V1sFbDwCgg=
                             */
                            mac: string;
                            /**
                             * Signature
                             * @description The hub's signature of the head, which anybody can check with its public key
                             */
                            signature?: {
                                /**
                                 * Key id
                                 * @description The signing key: its JWK thumbprint (RFC 7638)
                                 * @example FbMR-9kmKIcCQPuoS7zEaQ9ZVNL0bFmYf2uTTRzxLzM
                                 */
                                keyId: string;
                                /**
                                 * Signature
                                 * @description Base64url of the 64 bytes r and s
                                 * @example MEUCIQDxMEUCIQDxMEUCIQDxMEUCIQDxMEUCIQDxMEUCIQDxMEUCIQDxMEUCIQDxMEUCIQDxMEUCIQDxabcdeg
                                 */
                                value: string;
                            };
                        };
                        /** @description The place of the next page. Without it this page is the last */
                        next?: string;
                    };
                };
            };
            400: components["responses"]["Problem400"];
            401: components["responses"]["Problem401"];
            403: components["responses"]["Problem403"];
            404: components["responses"]["Problem404"];
            429: components["responses"]["Problem429"];
            500: components["responses"]["Problem500"];
            503: components["responses"]["Problem503"];
            default: components["responses"]["Problem"];
        };
    };
    "get-cases-caseAlias-exposures": {
        parameters: {
            query?: {
                /** @description Shipments on one page. JSON: 100 when absent, at most 500. CSV: 2,000 when absent, and at most */
                limit?: number;
                /** @description The `next` of the page before */
                after?: string;
                /** @description `csv` returns CSV, like `accept: text/csv`. `mailMerge` returns CSV whose columns are the slots of the notices as DOCX and Markdown. Those that only the caller can fill, such as names, are empty */
                format?: "json" | "csv" | "mailMerge";
                /** @description Of `mailMerge`: that of the notice. `en` when absent */
                language?: "en" | "fr";
            };
            header?: never;
            path: {
                /** @description The caller's own name for the case */
                caseAlias: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description A page of shipments. Pages of CSV, one after the other, are the whole file. A page can be short or empty although there is a next one */
            200: {
                headers: {
                    /** @description The next page (RFC 8288), relative to the address of the API */
                    link?: string;
                    /** @description The name of a file of CSV */
                    "content-disposition"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        exposures: {
                            /**
                             * Shipment id
                             * @description The retailer's own opaque id of one parcel of one order. It must not be the order reference
                             * @example shp_7Hq2mZ0c
                             */
                            shipmentId?: string;
                            /**
                             * Order reference
                             * @description The order number as the customer knows it
                             * @example LL-0048213
                             */
                            orderReference?: string;
                            /**
                             * Tracking number
                             * @description The carrier's number of the parcel: upper-case letters and digits, no spaces or hyphens
                             * @example NP4021887304CA
                             */
                            trackingNumber?: string;
                            /**
                             * Fields
                             * @description Names of fields, never their contents
                             * @example [
                             *       "phase",
                             *       "postal-code"
                             *     ]
                             */
                            fields: ("existence" | "retailer" | "phase" | "dates" | "delivery-date" | "pickup-point" | "signature-recorded" | "signatory-name-or-initials" | "postal-code" | "nature-of-delivery" | "address" | "payment" | "purchaser")[];
                            /**
                             * Instant
                             * Format: date-time
                             * @description ISO 8601 date and time with offset; normalised to UTC with milliseconds
                             * @example 2026-11-01T14:03:00.000Z
                             */
                            firstExposureAt: string;
                            /**
                             * Instant
                             * Format: date-time
                             * @description ISO 8601 date and time with offset; normalised to UTC with milliseconds
                             * @example 2026-11-01T14:03:00.000Z
                             */
                            lastExposureAt: string;
                            accessors: unknown;
                            /** @enum {string} */
                            told: "no" | "byYou" | "byOther";
                            /**
                             * @description Possibly exposed: somebody looked it up without proof where strangers walked, and nobody can say who
                             * @constant
                             */
                            possible?: true;
                        }[];
                        /** @description What the digest of the whole list begins with. The timeline gets the digest with the last page, and nothing keeps the salt but the caller. docs/evidence-package.md says how the digest is made */
                        salt: string;
                        /** @description Pass it as `after` to get the next page. Absent on the last page */
                        next?: string;
                    };
                    "text/csv": string;
                };
            };
            400: components["responses"]["Problem400"];
            401: components["responses"]["Problem401"];
            403: components["responses"]["Problem403"];
            404: components["responses"]["Problem404"];
            429: components["responses"]["Problem429"];
            500: components["responses"]["Problem500"];
            503: components["responses"]["Problem503"];
            default: components["responses"]["Problem"];
        };
    };
    "post-cases-caseAlias-acknowledgements": {
        parameters: {
            query?: never;
            header?: {
                /** @description Your own id of the command, which is opaque. Without it, the token's `jti` is its id. The console has to send it */
                "idempotency-key"?: string;
                /** @description The `etag` of the case as you read it. If the case has changed since, nothing is done. Optional */
                "if-match"?: string;
                /** @description Of a signed act: `sha-256=:<base64>:` over the body (RFC 9530) */
                "content-digest"?: string;
                /** @description Of a signed act: what it covers (RFC 9421), which is `@method`, `@path`, `content-digest`, `idempotency-key` */
                "signature-input"?: string;
                /** @description Of a signed act: the signature (RFC 9421) with a key of the caller. The timeline keeps it */
                signature?: string;
            };
            path: {
                /** @description The caller's own name for the case */
                caseAlias: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    /**
                     * Instant
                     * Format: date-time
                     * @description ISO 8601 date and time with offset; normalised to UTC with milliseconds
                     * @example 2026-11-01T14:03:00.000Z
                     */
                    at?: string;
                };
            };
        };
        responses: {
            /** @description The alert is acknowledged */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /**
                         * Outcome
                         * @description `repeated`: a call under this id did it before, and its answer was not stored. This call had no effect
                         * @enum {string}
                         */
                        outcome: "done" | "repeated";
                        /**
                         * Instant
                         * Format: date-time
                         * @description ISO 8601 date and time with offset; normalised to UTC with milliseconds
                         * @example 2026-11-01T14:03:00.000Z
                         */
                        acknowledgedAt?: string;
                    };
                };
            };
            400: components["responses"]["Problem400"];
            401: components["responses"]["Problem401"];
            403: components["responses"]["Problem403"];
            404: components["responses"]["Problem404"];
            409: components["responses"]["Problem409"];
            /** @description The case has changed since it was read */
            412: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            413: components["responses"]["Problem413"];
            415: components["responses"]["Problem415"];
            422: components["responses"]["Problem422"];
            429: components["responses"]["Problem429"];
            500: components["responses"]["Problem500"];
            503: components["responses"]["Problem503"];
            default: components["responses"]["Problem"];
        };
    };
    "post-cases-caseAlias-duties-dutyId": {
        parameters: {
            query?: never;
            header?: {
                /** @description Your own id of the command, which is opaque. Without it, the token's `jti` is its id. The console has to send it */
                "idempotency-key"?: string;
                /** @description The `etag` of the case as you read it. If the case has changed since, nothing is done. Optional */
                "if-match"?: string;
                /** @description Of a signed act: `sha-256=:<base64>:` over the body (RFC 9530) */
                "content-digest"?: string;
                /** @description Of a signed act: what it covers (RFC 9421), which is `@method`, `@path`, `content-digest`, `idempotency-key` */
                "signature-input"?: string;
                /** @description Of a signed act: the signature (RFC 9421) with a key of the caller. The timeline keeps it */
                signature?: string;
            };
            path: {
                /** @description The caller's own name for the case */
                caseAlias: string;
                /** @description The `dutyId` of a duty of the case */
                dutyId: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    step: {
                        /** @constant */
                        operation: "request";
                    } | {
                        /** @constant */
                        operation: "accept";
                    } | {
                        /** @constant */
                        operation: "decline";
                        /** @enum {string} */
                        reason: "notInControl" | "lawDoesNotBind" | "noRealRisk" | "noContactDetails" | "requesterShouldTell" | "lawEnforcementProhibits" | "alreadyTold";
                    } | {
                        /** @constant */
                        operation: "markUnanswered";
                    } | {
                        /** @constant */
                        operation: "offer";
                    } | {
                        /** @constant */
                        operation: "acceptOffer";
                    } | {
                        /** @constant */
                        operation: "refuseOffer";
                    } | {
                        /** @constant */
                        operation: "withdrawOffer";
                    } | {
                        /** @constant */
                        operation: "takeOver";
                    } | {
                        /** @constant */
                        operation: "handBack";
                    } | {
                        /** @constant */
                        operation: "discharge";
                        receipt: {
                            /** @enum {string} */
                            kind: "regulatorReceipt" | "individualsNotified" | "publicNotice" | "organisationNotified" | "recordEntry";
                            reference: string;
                            /**
                             * Format: date-time
                             * @description When it was done, as the receipt says
                             */
                            at: string;
                        };
                    } | {
                        /** @constant */
                        operation: "assessNotOwed";
                        assessment: {
                            /**
                             * @description Absent: of a party that no law binds
                             * @enum {string}
                             */
                            law?: "ca-pipeda" | "ca-privacy-act" | "ca-on-fippa" | "ca-qc-access-act" | "ca-qc-private-sector-act" | "ca-ab-pipa" | "ca-bc-foippa" | "ca-bc-pipa" | "eu-gdpr" | "uk-gdpr" | "ch-fadp" | "au-privacy-act" | "us-ca-civil-1798-82" | "us-tx-bcc-521-053" | "us-ny-gbl-899-aa";
                            /**
                             * @description Absent: the duty is owed whatever the risk
                             * @enum {string}
                             */
                            test?: "realRiskOfSignificantHarm" | "significantHarm" | "seriousHarm" | "riskOfSeriousInjury" | "materialPrivacyBreach" | "riskToRightsAndFreedoms" | "highRiskToRightsAndFreedoms" | "definedPersonalInformation" | "canReduceHarm" | "onOrderOfRegulator";
                            /**
                             * @description Whether the test is met
                             * @enum {string}
                             */
                            met: "yes" | "no";
                            /** @description What was weighed. All factors that the law names must be among them */
                            factors?: {
                                /** @enum {string} */
                                factor: "sensitivity" | "probabilityOfMisuse" | "anticipatedConsequences" | "stepsOfTheIndividual" | "guidance" | "securityMeasures" | "whoObtainedIt" | "harm";
                                /** @enum {string} */
                                level: "low" | "medium" | "high";
                            }[];
                            consequences?: string;
                            reasons: ("realRisk" | "noRealRisk" | "informationNotSensitive" | "misuseImprobable" | "recoveredBeforeUse" | "encryptedOrUnintelligible" | "outsideLegalDefinition" | "lawDoesNotBind" | "toldByOtherOrganisation" | "belowResidentThreshold" | "lawEnforcementProhibits" | "noticeWouldEndanger" | "notABreach")[];
                            explanation?: string;
                            /**
                             * Format: date-time
                             * @description When the reason ends, if it is one that ends
                             */
                            until?: string;
                            /** @description Function of the person, such as privacy officer */
                            assessedBy: string;
                            /** Format: date-time */
                            assessedAt: string;
                        };
                    } | {
                        /** @constant */
                        operation: "reopen";
                    };
                    /**
                     * Instant
                     * Format: date-time
                     * @description ISO 8601 date and time with offset; normalised to UTC with milliseconds
                     * @example 2026-11-01T14:03:00.000Z
                     */
                    at?: string;
                };
            };
        };
        responses: {
            /** @description The duty's state */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /**
                         * Outcome
                         * @description `repeated`: a call under this id did it before, and its answer was not stored. This call had no effect
                         * @enum {string}
                         */
                        outcome: "done" | "repeated";
                        dutyId?: string;
                        /** @enum {string} */
                        state?: "open" | "requested" | "accepted" | "declined" | "unanswered" | "offered" | "takenOver" | "discharged" | "notOwed";
                    };
                };
            };
            /** @description Nothing is done yet: by the caller's settings, a second person has to approve it */
            202: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** @constant */
                        outcome: "awaitsApproval";
                        /** @example mX7cJq2VbR9nTz4sLw1kYd */
                        approvalId: string;
                    };
                };
            };
            400: components["responses"]["Problem400"];
            401: components["responses"]["Problem401"];
            403: components["responses"]["Problem403"];
            404: components["responses"]["Problem404"];
            409: components["responses"]["Problem409"];
            /** @description The case has changed since it was read */
            412: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            413: components["responses"]["Problem413"];
            415: components["responses"]["Problem415"];
            422: components["responses"]["Problem422"];
            429: components["responses"]["Problem429"];
            500: components["responses"]["Problem500"];
            503: components["responses"]["Problem503"];
            default: components["responses"]["Problem"];
        };
    };
    "post-cases-caseAlias-measures": {
        parameters: {
            query?: never;
            header?: {
                /** @description Your own id of the command, which is opaque. Without it, the token's `jti` is its id. The console has to send it */
                "idempotency-key"?: string;
                /** @description The `etag` of the case as you read it. If the case has changed since, nothing is done. Optional */
                "if-match"?: string;
                /** @description Of a signed act: `sha-256=:<base64>:` over the body (RFC 9530) */
                "content-digest"?: string;
                /** @description Of a signed act: what it covers (RFC 9421), which is `@method`, `@path`, `content-digest`, `idempotency-key` */
                "signature-input"?: string;
                /** @description Of a signed act: the signature (RFC 9421) with a key of the caller. The timeline keeps it */
                signature?: string;
            };
            path: {
                /** @description The caller's own name for the case */
                caseAlias: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    /**
                     * Kind
                     * @description What the measure is for
                     * @example containment
                     * @enum {string}
                     */
                    kind: "containment" | "mitigation" | "prevention";
                    /**
                     * Measure
                     * @description What was done
                     * @example accessorRefused
                     * @enum {string}
                     */
                    code: "accessorRefused" | "toolSuspended" | "dataReturned" | "dataDestroyed" | "finderAttested" | "containmentAttested" | "peopleSupported" | "referencesReissued" | "credentialsRotated" | "proofRequired" | "policyChanged";
                    /**
                     * At
                     * Format: date-time
                     * @description When it was done
                     * @example 2026-11-01T16:20:00.000Z
                     */
                    at: string;
                };
            };
        };
        responses: {
            /** @description The measure is recorded */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /**
                         * Outcome
                         * @description `repeated`: a call under this id did it before, and its answer was not stored. This call had no effect
                         * @enum {string}
                         */
                        outcome: "done" | "repeated";
                        measureId?: string;
                    };
                };
            };
            400: components["responses"]["Problem400"];
            401: components["responses"]["Problem401"];
            403: components["responses"]["Problem403"];
            404: components["responses"]["Problem404"];
            409: components["responses"]["Problem409"];
            /** @description The case has changed since it was read */
            412: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            413: components["responses"]["Problem413"];
            415: components["responses"]["Problem415"];
            422: components["responses"]["Problem422"];
            429: components["responses"]["Problem429"];
            500: components["responses"]["Problem500"];
            503: components["responses"]["Problem503"];
            default: components["responses"]["Problem"];
        };
    };
    "post-cases-caseAlias-facts": {
        parameters: {
            query?: never;
            header?: {
                /** @description Your own id of the command, which is opaque. Without it, the token's `jti` is its id. The console has to send it */
                "idempotency-key"?: string;
                /** @description The `etag` of the case as you read it. If the case has changed since, nothing is done. Optional */
                "if-match"?: string;
                /** @description Of a signed act: `sha-256=:<base64>:` over the body (RFC 9530) */
                "content-digest"?: string;
                /** @description Of a signed act: what it covers (RFC 9421), which is `@method`, `@path`, `content-digest`, `idempotency-key` */
                "signature-input"?: string;
                /** @description Of a signed act: the signature (RFC 9421) with a key of the caller. The timeline keeps it */
                signature?: string;
            };
            path: {
                /** @description The caller's own name for the case */
                caseAlias: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    assessment?: {
                        /**
                         * @description Absent: of a party that no law binds
                         * @enum {string}
                         */
                        law?: "ca-pipeda" | "ca-privacy-act" | "ca-on-fippa" | "ca-qc-access-act" | "ca-qc-private-sector-act" | "ca-ab-pipa" | "ca-bc-foippa" | "ca-bc-pipa" | "eu-gdpr" | "uk-gdpr" | "ch-fadp" | "au-privacy-act" | "us-ca-civil-1798-82" | "us-tx-bcc-521-053" | "us-ny-gbl-899-aa";
                        /**
                         * @description Absent: the duty is owed whatever the risk
                         * @enum {string}
                         */
                        test?: "realRiskOfSignificantHarm" | "significantHarm" | "seriousHarm" | "riskOfSeriousInjury" | "materialPrivacyBreach" | "riskToRightsAndFreedoms" | "highRiskToRightsAndFreedoms" | "definedPersonalInformation" | "canReduceHarm" | "onOrderOfRegulator";
                        /**
                         * @description Whether the test is met
                         * @enum {string}
                         */
                        met: "yes" | "no";
                        /** @description What was weighed. All factors that the law names must be among them */
                        factors?: {
                            /** @enum {string} */
                            factor: "sensitivity" | "probabilityOfMisuse" | "anticipatedConsequences" | "stepsOfTheIndividual" | "guidance" | "securityMeasures" | "whoObtainedIt" | "harm";
                            /** @enum {string} */
                            level: "low" | "medium" | "high";
                        }[];
                        consequences?: string;
                        reasons: ("realRisk" | "noRealRisk" | "informationNotSensitive" | "misuseImprobable" | "recoveredBeforeUse" | "encryptedOrUnintelligible" | "outsideLegalDefinition" | "lawDoesNotBind" | "toldByOtherOrganisation" | "belowResidentThreshold" | "lawEnforcementProhibits" | "noticeWouldEndanger" | "notABreach")[];
                        explanation?: string;
                        /**
                         * Format: date-time
                         * @description When the reason ends, if it is one that ends
                         */
                        until?: string;
                        /** @description Function of the person, such as privacy officer */
                        assessedBy: string;
                        /** Format: date-time */
                        assessedAt: string;
                    };
                    /** @description Name of the person who stands for the assessment. Needed if it answers no although every factor is high */
                    confirmedBy?: string;
                    /**
                     * Instant
                     * Format: date-time
                     * @description ISO 8601 date and time with offset; normalised to UTC with milliseconds
                     * @example 2026-11-01T14:03:00.000Z
                     */
                    discoveredAt?: string;
                    /**
                     * Instant
                     * Format: date-time
                     * @description ISO 8601 date and time with offset; normalised to UTC with milliseconds
                     * @example 2026-11-01T14:03:00.000Z
                     */
                    determinedAt?: string;
                    lawEnforcementDelay?: boolean;
                    causes?: ("proofNotAsked" | "proofGuessable" | "referencesGuessable" | "moreShownThanNeeded" | "credentialMisused" | "entitlementMisused" | "softwareFault" | "configurationFault" | "humanError")[];
                    cause?: string;
                    /** @description What reports ask and only the caller can say, in its own words, without personal data. null takes one back */
                    details?: {
                        safeguards?: string | null;
                        relationships?: string | null;
                        location?: string | null;
                        informationBanks?: string | null;
                        delayReason?: string | null;
                        noNoticeReason?: string | null;
                    };
                    /** @enum {string} */
                    earlyDateReason?: "knownFromElsewhere" | "lookupsNotRecorded" | "clocksDiffered";
                    withdraw?: ("discoveredAt" | "determinedAt" | "lawEnforcementDelay" | "causes" | "cause" | "falseAlarm")[];
                    /**
                     * @description Why a public notice is to stand for direct ones. The public notice is then a document
                     * @enum {string}
                     */
                    publicNoticeGround?: "noContactDetails" | "furtherHarm" | "undueHardship";
                    /** @description By when an early notice promises that you write again: a task of the case. It lasts until you state wroteAgainAt. null takes it back */
                    writeAgainBy?: string | null;
                    /**
                     * Instant
                     * Format: date-time
                     * @description When you had written again to everybody whom you had notified. The promise is then kept
                     * @example 2026-11-01T14:03:00.000Z
                     */
                    wroteAgainAt?: string;
                };
            };
        };
        responses: {
            /** @description The facts are recorded */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /**
                         * Outcome
                         * @description `repeated`: a call under this id did it before, and its answer was not stored. This call had no effect
                         * @enum {string}
                         */
                        outcome: "done" | "repeated";
                        /** @description How many duties the caller has now */
                        duties?: number;
                    };
                };
            };
            /** @description Nothing is done yet: by the caller's settings, a second person has to approve it */
            202: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** @constant */
                        outcome: "awaitsApproval";
                        /** @example mX7cJq2VbR9nTz4sLw1kYd */
                        approvalId: string;
                    };
                };
            };
            400: components["responses"]["Problem400"];
            401: components["responses"]["Problem401"];
            403: components["responses"]["Problem403"];
            404: components["responses"]["Problem404"];
            409: components["responses"]["Problem409"];
            /** @description The case has changed since it was read */
            412: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            413: components["responses"]["Problem413"];
            415: components["responses"]["Problem415"];
            422: components["responses"]["Problem422"];
            429: components["responses"]["Problem429"];
            500: components["responses"]["Problem500"];
            503: components["responses"]["Problem503"];
            default: components["responses"]["Problem"];
        };
    };
    "post-cases-caseAlias-receipts": {
        parameters: {
            query?: never;
            header?: {
                /** @description Your own id of the command, which is opaque. Without it, the token's `jti` is its id. The console has to send it */
                "idempotency-key"?: string;
                /** @description The `etag` of the case as you read it. If the case has changed since, nothing is done. Optional */
                "if-match"?: string;
                /** @description Of a signed act: `sha-256=:<base64>:` over the body (RFC 9530) */
                "content-digest"?: string;
                /** @description Of a signed act: what it covers (RFC 9421), which is `@method`, `@path`, `content-digest`, `idempotency-key` */
                "signature-input"?: string;
                /** @description Of a signed act: the signature (RFC 9421) with a key of the caller. The timeline keeps it */
                signature?: string;
            };
            path: {
                /** @description The caller's own name for the case */
                caseAlias: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    /**
                     * Method
                     * @description How people were notified
                     * @example email
                     * @enum {string}
                     */
                    method: "email" | "letter" | "telephone" | "inPerson" | "publicNotice";
                    /**
                     * Notified at
                     * Format: date-time
                     * @description When the notices were sent
                     * @example 2026-11-06T13:00:00.000Z
                     */
                    notifiedAt: string;
                    /**
                     * Recipients
                     * @description The shipments whose recipients were notified
                     */
                    recipients: {
                        /** @constant */
                        kind: "shipmentIds";
                        shipmentIds: string[];
                    } | {
                        /** @constant */
                        kind: "trackingNumbers";
                        trackingNumbers: string[];
                    } | {
                        /** @constant */
                        kind: "public";
                        shipments: number;
                    };
                    /**
                     * Public notice ground
                     * @description Of a public notice: why it stands for a direct one. There are no contact details, a direct notice would do further harm, or it would be undue hardship, disproportionate effort or cost. A case stays open until it is said
                     * @example noContactDetails
                     * @enum {string}
                     */
                    publicNoticeGround?: "noContactDetails" | "furtherHarm" | "undueHardship";
                };
            };
        };
        responses: {
            /** @description How many were notified by this call and in all */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /**
                         * Outcome
                         * @description `repeated`: a call under this id did it before, and its answer was not stored. This call had no effect
                         * @enum {string}
                         */
                        outcome: "done" | "repeated";
                        /** @description Shipments that this call recorded as notified */
                        shipments: number;
                        /** @description Positions in the list that are not an affected shipment of the caller */
                        unknown: number[];
                        progress?: {
                            affected: number;
                            told: number;
                            publicNotice: number;
                            /** @example 3,900 of 4,500 notified; 600 by public notice */
                            text?: string;
                        };
                    };
                };
            };
            400: components["responses"]["Problem400"];
            401: components["responses"]["Problem401"];
            403: components["responses"]["Problem403"];
            404: components["responses"]["Problem404"];
            409: components["responses"]["Problem409"];
            /** @description The case has changed since it was read */
            412: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            413: components["responses"]["Problem413"];
            415: components["responses"]["Problem415"];
            422: components["responses"]["Problem422"];
            429: components["responses"]["Problem429"];
            500: components["responses"]["Problem500"];
            503: components["responses"]["Problem503"];
            default: components["responses"]["Problem"];
        };
    };
    "post-cases-caseAlias-accesses": {
        parameters: {
            query?: never;
            header?: {
                /** @description Your own id of the command, which is opaque. Without it, the token's `jti` is its id. The console has to send it */
                "idempotency-key"?: string;
                /** @description The `etag` of the case as you read it. If the case has changed since, nothing is done. Optional */
                "if-match"?: string;
                /** @description Of a signed act: `sha-256=:<base64>:` over the body (RFC 9530) */
                "content-digest"?: string;
                /** @description Of a signed act: what it covers (RFC 9421), which is `@method`, `@path`, `content-digest`, `idempotency-key` */
                "signature-input"?: string;
                /** @description Of a signed act: the signature (RFC 9421) with a key of the caller. The timeline keeps it */
                signature?: string;
            };
            path: {
                /** @description The caller's own name for the case */
                caseAlias: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    accesses: {
                        /**
                         * Access id
                         * @description The carrier's own opaque id of one lookup. A mark of up to six letters with _ or - may come first, then letters and digits, or a UUID
                         * @example acc_01KA8P2Y
                         */
                        accessId: string;
                        /**
                         * Instant
                         * Format: date-time
                         * @description ISO 8601 date and time with offset; normalised to UTC with milliseconds
                         * @example 2026-11-01T14:03:00.000Z
                         */
                        at: string;
                        reference: string;
                        /**
                         * Accessor
                         * @description What identifies the accessor in the log. The hub keeps a keyed hash of it
                         * @example 203.0.113.7
                         */
                        accessor: string;
                        fields: ("existence" | "retailer" | "phase" | "dates" | "delivery-date" | "pickup-point" | "signature-recorded" | "signatory-name-or-initials" | "postal-code" | "nature-of-delivery" | "address" | "payment" | "purchaser")[];
                    }[];
                };
            };
        };
        responses: {
            /** @description How many lookups were accepted */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /**
                         * Outcome
                         * @description `repeated`: a call under this id did it before, and its answer was not stored. This call had no effect
                         * @enum {string}
                         */
                        outcome: "done" | "repeated";
                        /** @description Lookups of the log that were accepted */
                        accesses: number;
                        /** @description Exposures that these lookups added or extended */
                        exposures: number;
                        /** @description Positions in the list whose shipment is not the caller's */
                        unknown: number[];
                    };
                };
            };
            400: components["responses"]["Problem400"];
            401: components["responses"]["Problem401"];
            403: components["responses"]["Problem403"];
            404: components["responses"]["Problem404"];
            409: components["responses"]["Problem409"];
            /** @description The case has changed since it was read */
            412: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            413: components["responses"]["Problem413"];
            415: components["responses"]["Problem415"];
            422: components["responses"]["Problem422"];
            429: components["responses"]["Problem429"];
            500: components["responses"]["Problem500"];
            503: components["responses"]["Problem503"];
            default: components["responses"]["Problem"];
        };
    };
    "post-cases-caseAlias-closing": {
        parameters: {
            query?: never;
            header?: {
                /** @description Your own id of the command, which is opaque. Without it, the token's `jti` is its id. The console has to send it */
                "idempotency-key"?: string;
                /** @description The `etag` of the case as you read it. If the case has changed since, nothing is done. Optional */
                "if-match"?: string;
                /** @description Of a signed act: `sha-256=:<base64>:` over the body (RFC 9530) */
                "content-digest"?: string;
                /** @description Of a signed act: what it covers (RFC 9421), which is `@method`, `@path`, `content-digest`, `idempotency-key` */
                "signature-input"?: string;
                /** @description Of a signed act: the signature (RFC 9421) with a key of the caller. The timeline keeps it */
                signature?: string;
            };
            path: {
                /** @description The caller's own name for the case */
                caseAlias: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    /** @enum {string} */
                    outcome: "resolved" | "falseAlarm";
                };
            };
        };
        responses: {
            /** @description The state of the case */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /**
                         * Outcome
                         * @description `repeated`: a call under this id did it before, and its answer was not stored. This call had no effect
                         * @enum {string}
                         */
                        outcome: "done" | "repeated";
                        /** @enum {string} */
                        state: "open" | "closed" | "falseAlarm";
                        /** @description `open` after a false alarm was stated: the parties that have to state it too */
                        obstacles?: {
                            /** @example peopleToldByNobody */
                            code: string;
                            /** @description Shipments of the caller whose people nobody has notified */
                            untold?: number;
                            /** @description Laws under which the caller owes them a notice */
                            laws?: ("ca-pipeda" | "ca-privacy-act" | "ca-on-fippa" | "ca-qc-access-act" | "ca-qc-private-sector-act" | "ca-ab-pipa" | "ca-bc-foippa" | "ca-bc-pipa" | "eu-gdpr" | "uk-gdpr" | "ch-fadp" | "au-privacy-act" | "us-ca-civil-1798-82" | "us-tx-bcc-521-053" | "us-ny-gbl-899-aa")[];
                            /** @enum {string} */
                            law?: "ca-pipeda" | "ca-privacy-act" | "ca-on-fippa" | "ca-qc-access-act" | "ca-qc-private-sector-act" | "ca-ab-pipa" | "ca-bc-foippa" | "ca-bc-pipa" | "eu-gdpr" | "uk-gdpr" | "ch-fadp" | "au-privacy-act" | "us-ca-civil-1798-82" | "us-tx-bcc-521-053" | "us-ny-gbl-899-aa";
                            /** @enum {string} */
                            kind?: "tellRegulator" | "supplementReport" | "tellIndividuals" | "tellOtherOrganisation" | "keepRecord";
                            /** @description The duty that is open */
                            dutyId?: string;
                            /**
                             * Actor
                             * @description The other party on which it depends
                             */
                            by?: {
                                /**
                                 * Kind
                                 * @description Kind of party
                                 * @enum {string}
                                 */
                                kind: "retailer" | "carrier" | "hub";
                                /**
                                 * Alias
                                 * @description Public name. Absent for a discreet party, and if the receiver need not know the party
                                 * @example Northpost
                                 */
                                alias?: string;
                            };
                            /** @description What would remove it, for whom, and by which call */
                            remedy: {
                                en: string;
                                fr: string;
                            };
                        }[];
                    };
                };
            };
            /** @description Nothing is done yet: by the caller's settings, a second person has to approve it */
            202: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** @constant */
                        outcome: "awaitsApproval";
                        /** @example mX7cJq2VbR9nTz4sLw1kYd */
                        approvalId: string;
                    };
                };
            };
            400: components["responses"]["Problem400"];
            401: components["responses"]["Problem401"];
            403: components["responses"]["Problem403"];
            404: components["responses"]["Problem404"];
            /** @description What keeps the case open, and what would remove it */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": {
                        /**
                         * Type
                         * @description Place of the code on the page about all problems, relative to the address of the API
                         * @example /v1/problems#invalid
                         */
                        type: string;
                        /**
                         * Title
                         * @description What kind of problem it is, in words
                         */
                        title: string;
                        /**
                         * Status
                         * @description HTTP status
                         */
                        status: number;
                        /**
                         * Code
                         * @description The kind of problem, or a more precise reason
                         */
                        code: string;
                        /**
                         * Detail
                         * @description What the caller can do, in words
                         */
                        detail?: string;
                        /**
                         * Problems
                         * @description Which rules are broken, and where. Never a value
                         */
                        problems?: {
                            /**
                             * Path
                             * @description Field names of the schema, joined by dots; `[]` for an entry of a list
                             * @example data.recipient.postalCode
                             * @example data.accesses[].at
                             */
                            path: string;
                            /**
                             * Rule
                             * @description Code of the broken rule. `required`: the field is missing. `type`: the value has another type. `format`: the value has another format. `tooSmall`: the value is too small or too short. `tooBig`: the value is too large or too long. `oneOf`: the value is not an allowed one. `unknownField`: the schema has no such field. `notOpaque`: the id reveals a reference or personal data, so send a random id instead. `invalid`: the value breaks another rule of the schema. `json`: the text is not JSON. `tooDeep`: objects and lists are nested too deep. `inFuture`: the time is in the future. `unknownEvent`: no event has this type. `unknownVersion`: the event has no such version. `wrongSender`: the sender may not use this source. `unknownReference`: the sender has no shipment, case or duty with this reference. `unknownParty`: no party has this id. `notYours`: it belongs to another party. `notAllowed`: the sender may not do this. `idReused`: the sender used this id before, for an event with other data. `conflict`: it contradicts the current state. `limit`: a limit is reached. `unavailable`: the service is busy, so send it again later
                             * @example format
                             * @enum {string}
                             */
                            rule: "required" | "type" | "format" | "tooSmall" | "tooBig" | "oneOf" | "unknownField" | "notOpaque" | "invalid" | "json" | "tooDeep" | "inFuture" | "unknownEvent" | "unknownVersion" | "wrongSender" | "unknownReference" | "unknownParty" | "notYours" | "notAllowed" | "idReused" | "conflict" | "limit" | "unavailable";
                            /**
                             * Index
                             * @description Place of the entry in the outermost list
                             * @example 17
                             */
                            index?: number;
                            /**
                             * Fix
                             * @description What the sender can do about it, in words for an engineer. The words may change
                             * @example Add data.recipient.country.
                             */
                            fix?: string;
                        }[];
                        obstacles?: {
                            /** @example peopleToldByNobody */
                            code: string;
                            /** @description Shipments of the caller whose people nobody has notified */
                            untold?: number;
                            /** @description Laws under which the caller owes them a notice */
                            laws?: ("ca-pipeda" | "ca-privacy-act" | "ca-on-fippa" | "ca-qc-access-act" | "ca-qc-private-sector-act" | "ca-ab-pipa" | "ca-bc-foippa" | "ca-bc-pipa" | "eu-gdpr" | "uk-gdpr" | "ch-fadp" | "au-privacy-act" | "us-ca-civil-1798-82" | "us-tx-bcc-521-053" | "us-ny-gbl-899-aa")[];
                            /** @enum {string} */
                            law?: "ca-pipeda" | "ca-privacy-act" | "ca-on-fippa" | "ca-qc-access-act" | "ca-qc-private-sector-act" | "ca-ab-pipa" | "ca-bc-foippa" | "ca-bc-pipa" | "eu-gdpr" | "uk-gdpr" | "ch-fadp" | "au-privacy-act" | "us-ca-civil-1798-82" | "us-tx-bcc-521-053" | "us-ny-gbl-899-aa";
                            /** @enum {string} */
                            kind?: "tellRegulator" | "supplementReport" | "tellIndividuals" | "tellOtherOrganisation" | "keepRecord";
                            /** @description The duty that is open */
                            dutyId?: string;
                            /**
                             * Actor
                             * @description The other party on which it depends
                             */
                            by?: {
                                /**
                                 * Kind
                                 * @description Kind of party
                                 * @enum {string}
                                 */
                                kind: "retailer" | "carrier" | "hub";
                                /**
                                 * Alias
                                 * @description Public name. Absent for a discreet party, and if the receiver need not know the party
                                 * @example Northpost
                                 */
                                alias?: string;
                            };
                            /** @description What would remove it, for whom, and by which call */
                            remedy: {
                                en: string;
                                fr: string;
                            };
                        }[];
                    };
                };
            };
            /** @description The case has changed since it was read */
            412: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            413: components["responses"]["Problem413"];
            415: components["responses"]["Problem415"];
            422: components["responses"]["Problem422"];
            429: components["responses"]["Problem429"];
            500: components["responses"]["Problem500"];
            503: components["responses"]["Problem503"];
            default: components["responses"]["Problem"];
        };
    };
    "get-cases-caseAlias-documents": {
        parameters: {
            query?: {
                /** @description Of titles, sentences and translations: en when absent */
                language?: "en" | "fr";
            };
            header?: never;
            path: {
                /** @description The caller's own name for the case */
                caseAlias: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Reports, notices and register entries. The summary and the evidence are never sent */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /**
                         * Instant
                         * Format: date-time
                         * @description What was drawn before is superseded
                         * @example 2026-11-01T14:03:00.000Z
                         */
                        correctedAt?: string;
                        furtherNotices: {
                            /** @enum {string} */
                            noticeKind: "earlyNotice" | "followUp" | "publicNotice";
                            /** @description When to use it */
                            when: string;
                            /** @description The call that makes it a document */
                            setBy: string;
                        }[];
                        documents: {
                            /**
                             * @description What to ask for in `POST /documents`
                             * @example report-ca-privacy-act
                             */
                            document: string;
                            /** @enum {string} */
                            kind: "summary" | "regulatorReport" | "notice" | "registerEntry" | "evidence";
                            /**
                             * @description Of a notice: it goes to another organisation. Absent: to the people affected
                             * @constant
                             */
                            addressee?: "organisation";
                            /**
                             * @description Of a notice to people: which one. Absent: the notice with all that the law asks for
                             * @enum {string}
                             */
                            noticeKind?: "earlyNotice" | "followUp" | "publicNotice";
                            /** @description Of a notice to people: when to use it */
                            when?: string;
                            /** @enum {string} */
                            law?: "ca-pipeda" | "ca-privacy-act" | "ca-on-fippa" | "ca-qc-access-act" | "ca-qc-private-sector-act" | "ca-ab-pipa" | "ca-bc-foippa" | "ca-bc-pipa" | "eu-gdpr" | "uk-gdpr" | "ch-fadp" | "au-privacy-act" | "us-ca-civil-1798-82" | "us-tx-bcc-521-053" | "us-ny-gbl-899-aa";
                            /** @enum {string} */
                            language: "en" | "fr";
                            /** @description Of a notice in the party's own words: their language. `language` is then of no weight */
                            furtherLanguage?: string;
                            title: string;
                            subtitle: string;
                            /** @description Whether no fact is missing. Else it would be drawn as a draft, with gaps */
                            sendable: boolean;
                            /** @example Draft: 4 facts are missing */
                            standing: string;
                            missing: {
                                /** @description Id of the item that the law asks for */
                                item: string;
                                sentence: string;
                                /** @description The call, or the field of the parties file, that sets it */
                                setBy: string;
                            }[];
                        }[];
                        /** @description Of a party with a notice to people: the list for a mail merge, whose columns are the slots of the notice as DOCX and Markdown */
                        mailMergeUrl?: string;
                    };
                };
            };
            400: components["responses"]["Problem400"];
            401: components["responses"]["Problem401"];
            403: components["responses"]["Problem403"];
            404: components["responses"]["Problem404"];
            429: components["responses"]["Problem429"];
            500: components["responses"]["Problem500"];
            503: components["responses"]["Problem503"];
            default: components["responses"]["Problem"];
        };
    };
    "post-cases-caseAlias-documents": {
        parameters: {
            query?: never;
            header?: {
                /** @description Your own id of the command, which is opaque. Without it, the token's `jti` is its id. The console has to send it */
                "idempotency-key"?: string;
                /** @description The `etag` of the case as you read it. If the case has changed since, nothing is done. Optional */
                "if-match"?: string;
            };
            path: {
                /** @description The caller's own name for the case */
                caseAlias: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    /** @constant */
                    format: "json";
                    /**
                     * Language
                     * @description Language of the documents. `en` when absent
                     * @default en
                     * @example fr
                     * @enum {string}
                     */
                    language?: "en" | "fr";
                } | {
                    /** @enum {string} */
                    format: "pdf" | "docx" | "markdown";
                    /**
                     * Language
                     * @description Language of the documents. `en` when absent
                     * @default en
                     * @example fr
                     * @enum {string}
                     */
                    language?: "en" | "fr";
                    /**
                     * Document
                     * @description Limits the file to the document with this id. `organisation-` and the id of a duty to notify another organisation names the letter to it
                     * @example report-ca-on-fippa
                     */
                    document?: string | ("summary" | "evidence" | "report-ca-pipeda" | "register-ca-pipeda" | "notice-ca-pipeda-en" | "notice-ca-pipeda-fr" | "report-ca-privacy-act" | "register-ca-privacy-act" | "notice-ca-privacy-act-en" | "notice-ca-privacy-act-fr" | "report-ca-on-fippa" | "register-ca-on-fippa" | "notice-ca-on-fippa-en" | "notice-ca-on-fippa-fr" | "report-ca-qc-access-act" | "register-ca-qc-access-act" | "notice-ca-qc-access-act-en" | "notice-ca-qc-access-act-fr" | "report-ca-qc-private-sector-act" | "register-ca-qc-private-sector-act" | "notice-ca-qc-private-sector-act-en" | "notice-ca-qc-private-sector-act-fr" | "report-ca-ab-pipa" | "register-ca-ab-pipa" | "notice-ca-ab-pipa-en" | "notice-ca-ab-pipa-fr" | "report-ca-bc-foippa" | "register-ca-bc-foippa" | "notice-ca-bc-foippa-en" | "notice-ca-bc-foippa-fr" | "report-ca-bc-pipa" | "register-ca-bc-pipa" | "notice-ca-bc-pipa-en" | "notice-ca-bc-pipa-fr" | "report-eu-gdpr" | "register-eu-gdpr" | "notice-eu-gdpr-en" | "notice-eu-gdpr-fr" | "report-uk-gdpr" | "register-uk-gdpr" | "notice-uk-gdpr-en" | "notice-uk-gdpr-fr" | "report-ch-fadp" | "register-ch-fadp" | "notice-ch-fadp-en" | "notice-ch-fadp-fr" | "report-au-privacy-act" | "register-au-privacy-act" | "notice-au-privacy-act-en" | "notice-au-privacy-act-fr" | "report-us-ca-civil-1798-82" | "register-us-ca-civil-1798-82" | "notice-us-ca-civil-1798-82-en" | "notice-us-ca-civil-1798-82-fr" | "report-us-tx-bcc-521-053" | "register-us-tx-bcc-521-053" | "notice-us-tx-bcc-521-053-en" | "notice-us-tx-bcc-521-053-fr" | "report-us-ny-gbl-899-aa" | "register-us-ny-gbl-899-aa" | "notice-us-ny-gbl-899-aa-en" | "notice-us-ny-gbl-899-aa-fr") | ("supplement-ca-pipeda" | "supplement-ca-privacy-act" | "supplement-ca-on-fippa" | "supplement-ca-qc-access-act" | "supplement-ca-qc-private-sector-act" | "supplement-ca-ab-pipa" | "supplement-ca-bc-foippa" | "supplement-ca-bc-pipa" | "supplement-eu-gdpr" | "supplement-uk-gdpr" | "supplement-ch-fadp" | "supplement-au-privacy-act" | "supplement-us-ca-civil-1798-82" | "supplement-us-tx-bcc-521-053" | "supplement-us-ny-gbl-899-aa");
                };
            };
        };
        responses: {
            /** @description It will be drawn. Read its progress at `documentUrl` */
            202: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /**
                         * @description Only the party that asked for the document can use it
                         * @example 5Qb3b3cW0m9s7c1Yq2u4xA
                         */
                        documentId: string;
                        /** @constant */
                        state: "waiting";
                        /** @example /v1/cases/WS-7K2Q9M4XTB/documents/5Qb3b3cW0m9s7c1Yq2u4xA */
                        documentUrl: string;
                    };
                };
            };
            400: components["responses"]["Problem400"];
            401: components["responses"]["Problem401"];
            403: components["responses"]["Problem403"];
            404: components["responses"]["Problem404"];
            409: components["responses"]["Problem409"];
            /** @description The case has changed since it was read */
            412: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            413: components["responses"]["Problem413"];
            415: components["responses"]["Problem415"];
            422: components["responses"]["Problem422"];
            429: components["responses"]["Problem429"];
            500: components["responses"]["Problem500"];
            503: components["responses"]["Problem503"];
            default: components["responses"]["Problem"];
        };
    };
    "get-cases-caseAlias-documents-documentId": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The caller's own name for the case */
                caseAlias: string;
                /** @description The `documentId` of the answer with which the document was asked for */
                documentId: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Its progress or its link. The schema `Dossier` describes a JSON file */
            200: {
                headers: {
                    /** @description Seconds to wait */
                    "retry-after"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /**
                         * @description Only the party that asked for the document can use it
                         * @example 5Qb3b3cW0m9s7c1Yq2u4xA
                         */
                        documentId: string;
                        /**
                         * @description Ask again in a few seconds while it is `waiting` or `drawing`
                         * @enum {string}
                         */
                        state: "waiting" | "drawing" | "ready" | "failed";
                        /** @enum {string} */
                        format: "json" | "pdf" | "docx" | "markdown";
                        /** @enum {string} */
                        language: "en" | "fr";
                        /** @description The only document of the dossier in the file */
                        document?: string;
                        /**
                         * Instant
                         * Format: date-time
                         * @description ISO 8601 date and time with offset; normalised to UTC with milliseconds
                         * @example 2026-11-01T14:03:00.000Z
                         */
                        requestedAt: string;
                        /**
                         * @description The caller has corrected or withdrawn a fact since it asked for the document
                         * @constant
                         */
                        superseded?: true;
                        /**
                         * Instant
                         * Format: date-time
                         * @description From then on it is not found
                         * @example 2026-11-01T14:03:00.000Z
                         */
                        endsAt: string;
                        /** @description While it is `drawing`: 1 reads the case, 2 draws, 3 stores */
                        progress?: {
                            part: number;
                            of: number;
                        };
                        /**
                         * Instant
                         * Format: date-time
                         * @description ISO 8601 date and time with offset; normalised to UTC with milliseconds
                         * @example 2026-11-01T14:03:00.000Z
                         */
                        readyAt?: string;
                        /** @description Once it is `ready`: a new link with each call, for 5 minutes */
                        link?: {
                            /** @description Whoever has it can read the file until `expiresAt`. Needs no token */
                            url: string;
                            /**
                             * Instant
                             * Format: date-time
                             * @description ISO 8601 date and time with offset; normalised to UTC with milliseconds
                             * @example 2026-11-01T14:03:00.000Z
                             */
                            expiresAt: string;
                        };
                        failure?: {
                            /** @enum {string} */
                            code: "noSuchDocument" | "caseGone" | "cannotBeDrawn";
                            /** @description What you can do */
                            detail: string;
                        };
                    };
                };
            };
            400: components["responses"]["Problem400"];
            401: components["responses"]["Problem401"];
            403: components["responses"]["Problem403"];
            404: components["responses"]["Problem404"];
            429: components["responses"]["Problem429"];
            500: components["responses"]["Problem500"];
            503: components["responses"]["Problem503"];
            default: components["responses"]["Problem"];
        };
    };
    "get-cases-caseAlias-report-fields": {
        parameters: {
            query?: {
                /** @description Of titles, sentences and translations: en when absent */
                language?: "en" | "fr";
            };
            header?: never;
            path: {
                /** @description The caller's own name for the case */
                caseAlias: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The fields in the order of the form as far as it was read, each with its value and where that comes from */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        reports: {
                            /**
                             * @description What to ask for in `POST /documents`
                             * @example report-ca-privacy-act
                             */
                            document: string;
                            /** @enum {string} */
                            law: "ca-pipeda" | "ca-privacy-act" | "ca-on-fippa" | "ca-qc-access-act" | "ca-qc-private-sector-act" | "ca-ab-pipa" | "ca-bc-foippa" | "ca-bc-pipa" | "eu-gdpr" | "uk-gdpr" | "ch-fadp" | "au-privacy-act" | "us-ca-civil-1798-82" | "us-tx-bcc-521-053" | "us-ny-gbl-899-aa";
                            title: string;
                            addressee: string;
                            /**
                             * Format: uri
                             * @description Where the regulator says how to report
                             */
                            reportAt?: string;
                            form: {
                                /**
                                 * @description How far the regulator's own form was read
                                 * @enum {string}
                                 */
                                read: "no" | "inPart" | "whole";
                                /** @description The same in sentences, with the copy that was read and its date */
                                detail: string;
                            };
                            /** @description In the order of the form, then what the form did not show, in the order of the provision */
                            fields: {
                                /**
                                 * @description `form`: in the regulator's form as far as it was read. `provision`: by the law
                                 * @enum {string}
                                 */
                                askedIn: "form" | "provision";
                                /** @description The form's heading above the field */
                                under?: string;
                                underTranslation?: string;
                                /** @description In the words of the form, or the item of the provision */
                                field: string;
                                /** @description The hub's, where the form is in another language */
                                translation?: string;
                                section?: string;
                                values: string[];
                                /**
                                 * @description `missing`: `setBy` says what sets it. `yours`: the hub has no fact for it, only the officer
                                 * @enum {string}
                                 */
                                standing: "known" | "unknown" | "missing" | "yours";
                                comesFrom: string;
                                setBy?: string[];
                            }[];
                        }[];
                    };
                };
            };
            400: components["responses"]["Problem400"];
            401: components["responses"]["Problem401"];
            403: components["responses"]["Problem403"];
            404: components["responses"]["Problem404"];
            429: components["responses"]["Problem429"];
            500: components["responses"]["Problem500"];
            503: components["responses"]["Problem503"];
            default: components["responses"]["Problem"];
        };
    };
    "post-cases-caseAlias-verifications": {
        parameters: {
            query?: never;
            header?: {
                /** @description The `etag` of the case as you read it. If the case has changed since, nothing is done. Optional */
                "if-match"?: string;
            };
            path: {
                /** @description The caller's own name for the case */
                caseAlias: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    timeline: {
                        seq: number;
                        /** Format: date-time */
                        at: string;
                        contentHash: string;
                        prevHash: string;
                        hash: string;
                        /** @description The party's alias of the case, or hub */
                        actor: string;
                        type: string;
                        data: {
                            [key: string]: components["schemas"]["AnyJson"];
                        };
                        salt: string;
                    }[];
                    head: {
                        seq: number;
                        hash: string;
                    };
                    headMac?: {
                        mac: string;
                    };
                    receivedHeads?: {
                        seq: number;
                        hash: string;
                    }[];
                };
            };
        };
        responses: {
            /** @description What was verified */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        ok: boolean;
                        /** @description null when none was given */
                        macHolds: boolean | null;
                    } & {
                        [key: string]: unknown;
                    };
                };
            };
            400: components["responses"]["Problem400"];
            401: components["responses"]["Problem401"];
            403: components["responses"]["Problem403"];
            404: components["responses"]["Problem404"];
            /** @description The case has changed since it was read */
            412: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            413: components["responses"]["Problem413"];
            415: components["responses"]["Problem415"];
            429: components["responses"]["Problem429"];
            500: components["responses"]["Problem500"];
            503: components["responses"]["Problem503"];
            default: components["responses"]["Problem"];
        };
    };
    "post-cases-caseAlias-assignments": {
        parameters: {
            query?: never;
            header?: {
                /** @description Your own id of the command, which is opaque. Without it, the token's `jti` is its id. The console has to send it */
                "idempotency-key"?: string;
                /** @description The `etag` of the case as you read it. If the case has changed since, nothing is done. Optional */
                "if-match"?: string;
            };
            path: {
                /** @description The caller's own name for the case */
                caseAlias: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    /** @description The `dutyId` of a duty of your own */
                    dutyId: string;
                    /** @description Who is to do it. `null`: nobody */
                    userId: string | null;
                };
            };
        };
        responses: {
            /** @description To whom the duty is assigned */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /**
                         * Outcome
                         * @description `repeated`: a call under this id did it before, and its answer was not stored. This call had no effect
                         * @enum {string}
                         */
                        outcome: "done" | "repeated";
                        dutyId?: string;
                        userId?: string | null;
                    };
                };
            };
            400: components["responses"]["Problem400"];
            401: components["responses"]["Problem401"];
            403: components["responses"]["Problem403"];
            404: components["responses"]["Problem404"];
            409: components["responses"]["Problem409"];
            /** @description The case has changed since it was read */
            412: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            413: components["responses"]["Problem413"];
            415: components["responses"]["Problem415"];
            422: components["responses"]["Problem422"];
            429: components["responses"]["Problem429"];
            500: components["responses"]["Problem500"];
            503: components["responses"]["Problem503"];
            default: components["responses"]["Problem"];
        };
    };
    "get-cases-caseAlias-notes": {
        parameters: {
            query?: {
                /** @description Notes on one page: 100 when absent, and at most */
                limit?: number;
                /** @description The `next` of the page before */
                after?: string;
            };
            header?: never;
            path: {
                /** @description The caller's own name for the case */
                caseAlias: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description A page of notes */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        notes: {
                            noteId: string;
                            /**
                             * Instant
                             * Format: date-time
                             * @description ISO 8601 date and time with offset; normalised to UTC with milliseconds
                             * @example 2026-11-01T14:03:00.000Z
                             */
                            at: string;
                            /**
                             * User id
                             * @description The person of the caller who did it. Absent: a program did
                             * @example q3XbV0c2T6mK9dRwZ1yLhA
                             */
                            by?: string;
                            text: string;
                            salt: string;
                            /** @description What the entry NoteWritten of the timeline has: SHA-256 over the canonical JSON (RFC 8785) of {"salt", "text"} */
                            hash: string;
                        }[];
                        /** @description `after` of the next page; absent on the last */
                        next?: string;
                    };
                };
            };
            400: components["responses"]["Problem400"];
            401: components["responses"]["Problem401"];
            403: components["responses"]["Problem403"];
            404: components["responses"]["Problem404"];
            429: components["responses"]["Problem429"];
            500: components["responses"]["Problem500"];
            503: components["responses"]["Problem503"];
            default: components["responses"]["Problem"];
        };
    };
    "post-cases-caseAlias-notes": {
        parameters: {
            query?: never;
            header?: {
                /** @description Your own id of the command, which is opaque. Without it, the token's `jti` is its id. The console has to send it */
                "idempotency-key"?: string;
                /** @description The `etag` of the case as you read it. If the case has changed since, nothing is done. Optional */
                "if-match"?: string;
            };
            path: {
                /** @description The caller's own name for the case */
                caseAlias: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    /** @description Seen by nobody but the caller's own organization */
                    text: string;
                };
            };
        };
        responses: {
            /** @description The note is written */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** @enum {string} */
                        outcome: "done" | "repeated";
                        noteId: string;
                    };
                };
            };
            400: components["responses"]["Problem400"];
            401: components["responses"]["Problem401"];
            403: components["responses"]["Problem403"];
            404: components["responses"]["Problem404"];
            409: components["responses"]["Problem409"];
            /** @description The case has changed since it was read */
            412: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            413: components["responses"]["Problem413"];
            415: components["responses"]["Problem415"];
            422: components["responses"]["Problem422"];
            429: components["responses"]["Problem429"];
            500: components["responses"]["Problem500"];
            503: components["responses"]["Problem503"];
            default: components["responses"]["Problem"];
        };
    };
    "get-cases-caseAlias-drafts": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The caller's own name for the case */
                caseAlias: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The drafts */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        drafts: {
                            /** @enum {string} */
                            form: "note" | "assessment";
                            /**
                             * @description Of an assessment
                             * @enum {string}
                             */
                            law?: "ca-pipeda" | "ca-privacy-act" | "ca-on-fippa" | "ca-qc-access-act" | "ca-qc-private-sector-act" | "ca-ab-pipa" | "ca-bc-foippa" | "ca-bc-pipa" | "eu-gdpr" | "uk-gdpr" | "ch-fadp" | "au-privacy-act" | "us-ca-civil-1798-82" | "us-tx-bcc-521-053" | "us-ny-gbl-899-aa";
                            /**
                             * @description Of an assessment
                             * @enum {string}
                             */
                            test?: "realRiskOfSignificantHarm" | "significantHarm" | "seriousHarm" | "riskOfSeriousInjury" | "materialPrivacyBreach" | "riskToRightsAndFreedoms" | "highRiskToRightsAndFreedoms" | "definedPersonalInformation" | "canReduceHarm" | "onOrderOfRegulator";
                            /**
                             * Instant
                             * Format: date-time
                             * @description ISO 8601 date and time with offset; normalised to UTC with milliseconds
                             * @example 2026-11-01T14:03:00.000Z
                             */
                            at: string;
                            content: string;
                        }[];
                    };
                };
            };
            400: components["responses"]["Problem400"];
            401: components["responses"]["Problem401"];
            403: components["responses"]["Problem403"];
            404: components["responses"]["Problem404"];
            429: components["responses"]["Problem429"];
            500: components["responses"]["Problem500"];
            503: components["responses"]["Problem503"];
            default: components["responses"]["Problem"];
        };
    };
    "post-cases-caseAlias-drafts": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The caller's own name for the case */
                caseAlias: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    /** @enum {string} */
                    form: "note" | "assessment";
                    /**
                     * @description Of an assessment
                     * @enum {string}
                     */
                    law?: "ca-pipeda" | "ca-privacy-act" | "ca-on-fippa" | "ca-qc-access-act" | "ca-qc-private-sector-act" | "ca-ab-pipa" | "ca-bc-foippa" | "ca-bc-pipa" | "eu-gdpr" | "uk-gdpr" | "ch-fadp" | "au-privacy-act" | "us-ca-civil-1798-82" | "us-tx-bcc-521-053" | "us-ny-gbl-899-aa";
                    /**
                     * @description Of an assessment
                     * @enum {string}
                     */
                    test?: "realRiskOfSignificantHarm" | "significantHarm" | "seriousHarm" | "riskOfSeriousInjury" | "materialPrivacyBreach" | "riskToRightsAndFreedoms" | "highRiskToRightsAndFreedoms" | "definedPersonalInformation" | "canReduceHarm" | "onOrderOfRegulator";
                    /**
                     * User id
                     * @description Who typed it. It is refused if another person has signed in since
                     * @example q3XbV0c2T6mK9dRwZ1yLhA
                     */
                    userId?: string;
                    /** @description What was typed, which the hub does not read. `null`: it was sent or discarded */
                    content: string | null;
                };
            };
        };
        responses: {
            /** @description Since when it is kept or discarded */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /**
                         * Instant
                         * Format: date-time
                         * @description ISO 8601 date and time with offset; normalised to UTC with milliseconds
                         * @example 2026-11-01T14:03:00.000Z
                         */
                        at: string;
                    };
                };
            };
            400: components["responses"]["Problem400"];
            401: components["responses"]["Problem401"];
            403: components["responses"]["Problem403"];
            404: components["responses"]["Problem404"];
            413: components["responses"]["Problem413"];
            415: components["responses"]["Problem415"];
            429: components["responses"]["Problem429"];
            500: components["responses"]["Problem500"];
            503: components["responses"]["Problem503"];
            default: components["responses"]["Problem"];
        };
    };
    "get-cases-caseAlias-approvals": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The caller's own name for the case */
                caseAlias: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description What waits */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        approvals: {
                            /** @example mX7cJq2VbR9nTz4sLw1kYd */
                            approvalId: string;
                            /** @enum {string} */
                            kind: "report" | "assessment" | "closing";
                            /**
                             * Instant
                             * Format: date-time
                             * @description ISO 8601 date and time with offset; normalised to UTC with milliseconds
                             * @example 2026-11-01T14:03:00.000Z
                             */
                            requestedAt: string;
                            /**
                             * User id
                             * @description Who asked for it. Another person has to approve it
                             * @example q3XbV0c2T6mK9dRwZ1yLhA
                             */
                            requestedBy: string;
                            /** @description What is done once it is approved */
                            request: {
                                /** @constant */
                                action: "duty";
                                dutyId: string;
                                step: {
                                    /** @constant */
                                    operation: "request";
                                } | {
                                    /** @constant */
                                    operation: "accept";
                                } | {
                                    /** @constant */
                                    operation: "decline";
                                    /** @enum {string} */
                                    reason: "notInControl" | "lawDoesNotBind" | "noRealRisk" | "noContactDetails" | "requesterShouldTell" | "lawEnforcementProhibits" | "alreadyTold";
                                } | {
                                    /** @constant */
                                    operation: "markUnanswered";
                                } | {
                                    /** @constant */
                                    operation: "offer";
                                } | {
                                    /** @constant */
                                    operation: "acceptOffer";
                                } | {
                                    /** @constant */
                                    operation: "refuseOffer";
                                } | {
                                    /** @constant */
                                    operation: "withdrawOffer";
                                } | {
                                    /** @constant */
                                    operation: "takeOver";
                                } | {
                                    /** @constant */
                                    operation: "handBack";
                                } | {
                                    /** @constant */
                                    operation: "discharge";
                                    receipt: {
                                        /** @enum {string} */
                                        kind: "regulatorReceipt" | "individualsNotified" | "publicNotice" | "organisationNotified" | "recordEntry";
                                        reference: string;
                                        /**
                                         * Format: date-time
                                         * @description When it was done, as the receipt says
                                         */
                                        at: string;
                                    };
                                } | {
                                    /** @constant */
                                    operation: "assessNotOwed";
                                    assessment: {
                                        /**
                                         * @description Absent: of a party that no law binds
                                         * @enum {string}
                                         */
                                        law?: "ca-pipeda" | "ca-privacy-act" | "ca-on-fippa" | "ca-qc-access-act" | "ca-qc-private-sector-act" | "ca-ab-pipa" | "ca-bc-foippa" | "ca-bc-pipa" | "eu-gdpr" | "uk-gdpr" | "ch-fadp" | "au-privacy-act" | "us-ca-civil-1798-82" | "us-tx-bcc-521-053" | "us-ny-gbl-899-aa";
                                        /**
                                         * @description Absent: the duty is owed whatever the risk
                                         * @enum {string}
                                         */
                                        test?: "realRiskOfSignificantHarm" | "significantHarm" | "seriousHarm" | "riskOfSeriousInjury" | "materialPrivacyBreach" | "riskToRightsAndFreedoms" | "highRiskToRightsAndFreedoms" | "definedPersonalInformation" | "canReduceHarm" | "onOrderOfRegulator";
                                        /**
                                         * @description Whether the test is met
                                         * @enum {string}
                                         */
                                        met: "yes" | "no";
                                        /** @description What was weighed. All factors that the law names must be among them */
                                        factors?: {
                                            /** @enum {string} */
                                            factor: "sensitivity" | "probabilityOfMisuse" | "anticipatedConsequences" | "stepsOfTheIndividual" | "guidance" | "securityMeasures" | "whoObtainedIt" | "harm";
                                            /** @enum {string} */
                                            level: "low" | "medium" | "high";
                                        }[];
                                        consequences?: string;
                                        reasons: ("realRisk" | "noRealRisk" | "informationNotSensitive" | "misuseImprobable" | "recoveredBeforeUse" | "encryptedOrUnintelligible" | "outsideLegalDefinition" | "lawDoesNotBind" | "toldByOtherOrganisation" | "belowResidentThreshold" | "lawEnforcementProhibits" | "noticeWouldEndanger" | "notABreach")[];
                                        explanation?: string;
                                        /**
                                         * Format: date-time
                                         * @description When the reason ends, if it is one that ends
                                         */
                                        until?: string;
                                        /** @description Function of the person, such as privacy officer */
                                        assessedBy: string;
                                        /** Format: date-time */
                                        assessedAt: string;
                                    };
                                } | {
                                    /** @constant */
                                    operation: "reopen";
                                };
                                /**
                                 * Instant
                                 * Format: date-time
                                 * @description ISO 8601 date and time with offset; normalised to UTC with milliseconds
                                 * @example 2026-11-01T14:03:00.000Z
                                 */
                                at: string;
                            } | {
                                /** @constant */
                                action: "facts";
                                facts: {
                                    assessment?: {
                                        /**
                                         * @description Absent: of a party that no law binds
                                         * @enum {string}
                                         */
                                        law?: "ca-pipeda" | "ca-privacy-act" | "ca-on-fippa" | "ca-qc-access-act" | "ca-qc-private-sector-act" | "ca-ab-pipa" | "ca-bc-foippa" | "ca-bc-pipa" | "eu-gdpr" | "uk-gdpr" | "ch-fadp" | "au-privacy-act" | "us-ca-civil-1798-82" | "us-tx-bcc-521-053" | "us-ny-gbl-899-aa";
                                        /**
                                         * @description Absent: the duty is owed whatever the risk
                                         * @enum {string}
                                         */
                                        test?: "realRiskOfSignificantHarm" | "significantHarm" | "seriousHarm" | "riskOfSeriousInjury" | "materialPrivacyBreach" | "riskToRightsAndFreedoms" | "highRiskToRightsAndFreedoms" | "definedPersonalInformation" | "canReduceHarm" | "onOrderOfRegulator";
                                        /**
                                         * @description Whether the test is met
                                         * @enum {string}
                                         */
                                        met: "yes" | "no";
                                        /** @description What was weighed. All factors that the law names must be among them */
                                        factors?: {
                                            /** @enum {string} */
                                            factor: "sensitivity" | "probabilityOfMisuse" | "anticipatedConsequences" | "stepsOfTheIndividual" | "guidance" | "securityMeasures" | "whoObtainedIt" | "harm";
                                            /** @enum {string} */
                                            level: "low" | "medium" | "high";
                                        }[];
                                        consequences?: string;
                                        reasons: ("realRisk" | "noRealRisk" | "informationNotSensitive" | "misuseImprobable" | "recoveredBeforeUse" | "encryptedOrUnintelligible" | "outsideLegalDefinition" | "lawDoesNotBind" | "toldByOtherOrganisation" | "belowResidentThreshold" | "lawEnforcementProhibits" | "noticeWouldEndanger" | "notABreach")[];
                                        explanation?: string;
                                        /**
                                         * Format: date-time
                                         * @description When the reason ends, if it is one that ends
                                         */
                                        until?: string;
                                        /** @description Function of the person, such as privacy officer */
                                        assessedBy: string;
                                        /** Format: date-time */
                                        assessedAt: string;
                                    };
                                    /** @description Name of the person who stands for the assessment. Needed if it answers no although every factor is high */
                                    confirmedBy?: string;
                                    /**
                                     * Instant
                                     * Format: date-time
                                     * @description ISO 8601 date and time with offset; normalised to UTC with milliseconds
                                     * @example 2026-11-01T14:03:00.000Z
                                     */
                                    discoveredAt?: string;
                                    /**
                                     * Instant
                                     * Format: date-time
                                     * @description ISO 8601 date and time with offset; normalised to UTC with milliseconds
                                     * @example 2026-11-01T14:03:00.000Z
                                     */
                                    determinedAt?: string;
                                    lawEnforcementDelay?: boolean;
                                    causes?: ("proofNotAsked" | "proofGuessable" | "referencesGuessable" | "moreShownThanNeeded" | "credentialMisused" | "entitlementMisused" | "softwareFault" | "configurationFault" | "humanError")[];
                                    cause?: string;
                                    /** @description What reports ask and only the caller can say, in its own words, without personal data. null takes one back */
                                    details?: {
                                        safeguards?: string | null;
                                        relationships?: string | null;
                                        location?: string | null;
                                        informationBanks?: string | null;
                                        delayReason?: string | null;
                                        noNoticeReason?: string | null;
                                    };
                                    /** @enum {string} */
                                    earlyDateReason?: "knownFromElsewhere" | "lookupsNotRecorded" | "clocksDiffered";
                                    withdraw?: ("discoveredAt" | "determinedAt" | "lawEnforcementDelay" | "causes" | "cause" | "falseAlarm")[];
                                    /**
                                     * @description Why a public notice is to stand for direct ones. The public notice is then a document
                                     * @enum {string}
                                     */
                                    publicNoticeGround?: "noContactDetails" | "furtherHarm" | "undueHardship";
                                    /** @description By when an early notice promises that you write again: a task of the case. It lasts until you state wroteAgainAt. null takes it back */
                                    writeAgainBy?: string | null;
                                    /**
                                     * Instant
                                     * Format: date-time
                                     * @description When you had written again to everybody whom you had notified. The promise is then kept
                                     * @example 2026-11-01T14:03:00.000Z
                                     */
                                    wroteAgainAt?: string;
                                };
                            } | {
                                /** @constant */
                                action: "closing";
                                /** @enum {string} */
                                outcome: "resolved" | "falseAlarm";
                            };
                        }[];
                    };
                };
            };
            400: components["responses"]["Problem400"];
            401: components["responses"]["Problem401"];
            403: components["responses"]["Problem403"];
            404: components["responses"]["Problem404"];
            429: components["responses"]["Problem429"];
            500: components["responses"]["Problem500"];
            503: components["responses"]["Problem503"];
            default: components["responses"]["Problem"];
        };
    };
    "post-cases-caseAlias-approvals": {
        parameters: {
            query?: never;
            header?: {
                /** @description Your own id of the command, which is opaque. Without it, the token's `jti` is its id. The console has to send it */
                "idempotency-key"?: string;
                /** @description The `etag` of the case as you read it. If the case has changed since, nothing is done. Optional */
                "if-match"?: string;
            };
            path: {
                /** @description The caller's own name for the case */
                caseAlias: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    /** @description The `approvalId` of an action that waits */
                    approvalId: string;
                    /** @enum {string} */
                    decision: "approve" | "decline";
                };
            };
        };
        responses: {
            /** @description What the action did, or that it was declined */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /**
                         * Outcome
                         * @description `repeated`: a call under this id did it before, and its answer was not stored. This call had no effect
                         * @enum {string}
                         */
                        outcome: "done" | "repeated";
                        /** @description If it was declined */
                        approvalId?: string;
                        dutyId?: string;
                        duties?: number;
                        state?: ("open" | "requested" | "accepted" | "declined" | "unanswered" | "offered" | "takenOver" | "discharged" | "notOwed") | ("open" | "closed" | "falseAlarm");
                        obstacles?: {
                            /** @example peopleToldByNobody */
                            code: string;
                            /** @description Shipments of the caller whose people nobody has notified */
                            untold?: number;
                            /** @description Laws under which the caller owes them a notice */
                            laws?: ("ca-pipeda" | "ca-privacy-act" | "ca-on-fippa" | "ca-qc-access-act" | "ca-qc-private-sector-act" | "ca-ab-pipa" | "ca-bc-foippa" | "ca-bc-pipa" | "eu-gdpr" | "uk-gdpr" | "ch-fadp" | "au-privacy-act" | "us-ca-civil-1798-82" | "us-tx-bcc-521-053" | "us-ny-gbl-899-aa")[];
                            /** @enum {string} */
                            law?: "ca-pipeda" | "ca-privacy-act" | "ca-on-fippa" | "ca-qc-access-act" | "ca-qc-private-sector-act" | "ca-ab-pipa" | "ca-bc-foippa" | "ca-bc-pipa" | "eu-gdpr" | "uk-gdpr" | "ch-fadp" | "au-privacy-act" | "us-ca-civil-1798-82" | "us-tx-bcc-521-053" | "us-ny-gbl-899-aa";
                            /** @enum {string} */
                            kind?: "tellRegulator" | "supplementReport" | "tellIndividuals" | "tellOtherOrganisation" | "keepRecord";
                            /** @description The duty that is open */
                            dutyId?: string;
                            /**
                             * Actor
                             * @description The other party on which it depends
                             */
                            by?: {
                                /**
                                 * Kind
                                 * @description Kind of party
                                 * @enum {string}
                                 */
                                kind: "retailer" | "carrier" | "hub";
                                /**
                                 * Alias
                                 * @description Public name. Absent for a discreet party, and if the receiver need not know the party
                                 * @example Northpost
                                 */
                                alias?: string;
                            };
                            /** @description What would remove it, for whom, and by which call */
                            remedy: {
                                en: string;
                                fr: string;
                            };
                        }[];
                    };
                };
            };
            400: components["responses"]["Problem400"];
            401: components["responses"]["Problem401"];
            403: components["responses"]["Problem403"];
            404: components["responses"]["Problem404"];
            409: components["responses"]["Problem409"];
            /** @description The case has changed since it was read */
            412: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            413: components["responses"]["Problem413"];
            415: components["responses"]["Problem415"];
            422: components["responses"]["Problem422"];
            429: components["responses"]["Problem429"];
            500: components["responses"]["Problem500"];
            503: components["responses"]["Problem503"];
            default: components["responses"]["Problem"];
        };
    };
    "get-cases-caseAlias-evidence": {
        parameters: {
            query?: {
                /** @description Files on one page: 50 when absent, and at most */
                limit?: number;
                /** @description The `next` of the page before */
                after?: string;
            };
            header?: never;
            path: {
                /** @description The caller's own name for the case */
                caseAlias: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description A page of files */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        evidence: {
                            /** @example T4nB8vQ1sXc6yLr0KpZ2Wd */
                            evidenceId: string;
                            /**
                             * @description The name of the file, without a folder. It rests encrypted
                             * @example server.log.zip
                             */
                            name: string;
                            /**
                             * @description What the file is
                             * @example application/zip
                             * @enum {string}
                             */
                            contentType: "application/pdf" | "application/json" | "application/zip" | "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet" | "application/vnd.openxmlformats-officedocument.wordprocessingml.document" | "image/jpeg" | "image/png" | "message/rfc822" | "text/csv" | "text/plain";
                            /**
                             * @description Its length. 20 MB at most
                             * @example 48213
                             */
                            bytes: number;
                            /** @description SHA-256 of its bytes in hexadecimal */
                            sha256: string;
                            /**
                             * Instant
                             * Format: date-time
                             * @description ISO 8601 date and time with offset; normalised to UTC with milliseconds
                             * @example 2026-11-01T14:03:00.000Z
                             */
                            at: string;
                            /**
                             * User id
                             * @description The person of the caller who did it. Absent: a program did
                             * @example q3XbV0c2T6mK9dRwZ1yLhA
                             */
                            by?: string;
                            /** @description The letter whose answer brought it */
                            letterId?: string;
                            /**
                             * @description `declared`: it was not uploaded yet. `refused`: it does not begin as a file of its type does. It is not kept as evidence, and `detail` says what to do
                             * @enum {string}
                             */
                            state: "declared" | "stored" | "refused";
                            /** @description Why it is refused, and what to do */
                            detail?: string;
                            /** @description Once it is stored: a new link with each call, for 5 minutes */
                            link?: {
                                /** @description Whoever has it can read the file until `expiresAt` */
                                url: string;
                                /**
                                 * Instant
                                 * Format: date-time
                                 * @description ISO 8601 date and time with offset; normalised to UTC with milliseconds
                                 * @example 2026-11-01T14:03:00.000Z
                                 */
                                expiresAt: string;
                            };
                        }[];
                        /** @description `after` of the next page; absent on the last */
                        next?: string;
                    };
                };
            };
            400: components["responses"]["Problem400"];
            401: components["responses"]["Problem401"];
            403: components["responses"]["Problem403"];
            404: components["responses"]["Problem404"];
            429: components["responses"]["Problem429"];
            500: components["responses"]["Problem500"];
            503: components["responses"]["Problem503"];
            default: components["responses"]["Problem"];
        };
    };
    "post-cases-caseAlias-evidence": {
        parameters: {
            query?: never;
            header?: {
                /** @description Your own id of the command, which is opaque. Without it, the token's `jti` is its id. The console has to send it */
                "idempotency-key"?: string;
                /** @description The `etag` of the case as you read it. If the case has changed since, nothing is done. Optional */
                "if-match"?: string;
            };
            path: {
                /** @description The caller's own name for the case */
                caseAlias: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    /**
                     * @description The name of the file, without a folder. It rests encrypted
                     * @example server.log.zip
                     */
                    name: string;
                    /**
                     * @description What the file is
                     * @example application/zip
                     * @enum {string}
                     */
                    contentType: "application/pdf" | "application/json" | "application/zip" | "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet" | "application/vnd.openxmlformats-officedocument.wordprocessingml.document" | "image/jpeg" | "image/png" | "message/rfc822" | "text/csv" | "text/plain";
                    /**
                     * @description Its length. 20 MB at most
                     * @example 48213
                     */
                    bytes: number;
                    /** @description SHA-256 of its bytes in hexadecimal */
                    sha256: string;
                };
            };
        };
        responses: {
            /** @description How to upload the file */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** @enum {string} */
                        outcome: "done" | "repeated";
                        /** @example T4nB8vQ1sXc6yLr0KpZ2Wd */
                        evidenceId: string;
                        upload: {
                            /** @constant */
                            method: "PUT";
                            /** @description Whoever has it can upload this very file until `expiresAt`, once */
                            url: string;
                            /** @description Send all of them */
                            headers: {
                                [key: string]: string;
                            };
                            /**
                             * Instant
                             * Format: date-time
                             * @description ISO 8601 date and time with offset; normalised to UTC with milliseconds
                             * @example 2026-11-01T14:03:00.000Z
                             */
                            expiresAt: string;
                        };
                    };
                };
            };
            400: components["responses"]["Problem400"];
            401: components["responses"]["Problem401"];
            403: components["responses"]["Problem403"];
            404: components["responses"]["Problem404"];
            409: components["responses"]["Problem409"];
            /** @description The case has changed since it was read */
            412: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            413: components["responses"]["Problem413"];
            415: components["responses"]["Problem415"];
            422: components["responses"]["Problem422"];
            429: components["responses"]["Problem429"];
            500: components["responses"]["Problem500"];
            503: components["responses"]["Problem503"];
            default: components["responses"]["Problem"];
        };
    };
    "get-cases-caseAlias-letters": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The caller's own name for the case */
                caseAlias: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The letters */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        letters: {
                            letterId: string;
                            /** @description Id of the counterparty */
                            to: string;
                            request: {
                                /** @constant */
                                kind: "tellWhatWasSeen";
                            } | {
                                /** @constant */
                                kind: "stopTool";
                            } | {
                                /** @constant */
                                kind: "doDuty";
                                dutyId: string;
                                /** @enum {string} */
                                law: "ca-pipeda" | "ca-privacy-act" | "ca-on-fippa" | "ca-qc-access-act" | "ca-qc-private-sector-act" | "ca-ab-pipa" | "ca-bc-foippa" | "ca-bc-pipa" | "eu-gdpr" | "uk-gdpr" | "ch-fadp" | "au-privacy-act" | "us-ca-civil-1798-82" | "us-tx-bcc-521-053" | "us-ny-gbl-899-aa";
                                /** @enum {string} */
                                dutyKind: "tellRegulator" | "supplementReport" | "tellIndividuals" | "tellOtherOrganisation" | "keepRecord";
                            };
                            /** Format: date-time */
                            askedAt: string;
                            /**
                             * @description `notDelivered`: the mail was refused. Correct the address and send it again
                             * @enum {string}
                             */
                            state: "toSend" | "sent" | "notDelivered" | "answered" | "revoked";
                            /** Format: date-time */
                            linkEndsAt?: string;
                            /** Format: date-time */
                            sentAt?: string;
                            /**
                             * Format: date-time
                             * @description When its term ends. After that it counts as unanswered
                             */
                            answerBy?: string;
                            /**
                             * Format: date-time
                             * @description When somebody last opened its link, to the hour
                             */
                            seenAt?: string;
                            /** Format: date-time */
                            acknowledgedAt?: string;
                            /** Format: date-time */
                            unansweredAt?: string;
                            /** Format: date-time */
                            answeredAt?: string;
                            answer?: {
                                /** @constant */
                                kind: "inform";
                            } | {
                                /** @constant */
                                kind: "accept";
                                /** Format: date */
                                promisedBy?: string;
                            } | {
                                /** @constant */
                                kind: "stopped";
                            } | {
                                /** @constant */
                                kind: "decline";
                                /** @enum {string} */
                                reason: "notInControl" | "lawDoesNotBind" | "noRealRisk" | "noContactDetails" | "requesterShouldTell" | "lawEnforcementProhibits" | "alreadyTold";
                            };
                            /** @description It is among your files of evidence, under this `evidenceId` */
                            file?: {
                                evidenceId: string;
                                /**
                                 * @description What the file is
                                 * @example application/zip
                                 * @enum {string}
                                 */
                                contentType: "application/pdf" | "application/json" | "application/zip" | "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet" | "application/vnd.openxmlformats-officedocument.wordprocessingml.document" | "image/jpeg" | "image/png" | "message/rfc822" | "text/csv" | "text/plain";
                                /**
                                 * @description Its length. 20 MB at most
                                 * @example 48213
                                 */
                                bytes: number;
                                /** @description SHA-256 of its bytes in hexadecimal */
                                sha256: string;
                            };
                            /** @description Code of the refusal that the answer met: it changed nothing */
                            late?: string;
                            /** @description Whether there is a link with which it can be answered */
                            hasLink: boolean;
                        }[];
                    };
                };
            };
            400: components["responses"]["Problem400"];
            401: components["responses"]["Problem401"];
            403: components["responses"]["Problem403"];
            404: components["responses"]["Problem404"];
            429: components["responses"]["Problem429"];
            500: components["responses"]["Problem500"];
            503: components["responses"]["Problem503"];
            default: components["responses"]["Problem"];
        };
    };
    "post-cases-caseAlias-letters": {
        parameters: {
            query?: never;
            header?: {
                /** @description Your own id of the command, which is opaque. Without it, the token's `jti` is its id. The console has to send it */
                "idempotency-key"?: string;
                /** @description The `etag` of the case as you read it. If the case has changed since, nothing is done. Optional */
                "if-match"?: string;
            };
            path: {
                /** @description The caller's own name for the case */
                caseAlias: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    /** @constant */
                    step: "ask";
                    /**
                     * @description What the carrier is asked. To ask for a duty, request the duty
                     * @enum {string}
                     */
                    request: "tellWhatWasSeen" | "stopTool";
                    /**
                     * Party id
                     * @description Id of the carrier, if you named several in this case
                     * @example leafline
                     */
                    to?: string;
                } | {
                    /** @constant */
                    step: "sendAgain";
                    /** @description The `letterId` of one of your letters */
                    letterId: string;
                } | {
                    /** @constant */
                    step: "revoke";
                    /** @description The `letterId` of one of your letters */
                    letterId: string;
                };
            };
        };
        responses: {
            /** @description Which letter it is */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** @enum {string} */
                        outcome: "done" | "repeated";
                        letterId?: string;
                    };
                };
            };
            400: components["responses"]["Problem400"];
            401: components["responses"]["Problem401"];
            403: components["responses"]["Problem403"];
            404: components["responses"]["Problem404"];
            409: components["responses"]["Problem409"];
            /** @description The case has changed since it was read */
            412: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            413: components["responses"]["Problem413"];
            415: components["responses"]["Problem415"];
            422: components["responses"]["Problem422"];
            429: components["responses"]["Problem429"];
            500: components["responses"]["Problem500"];
            503: components["responses"]["Problem503"];
            default: components["responses"]["Problem"];
        };
    };
    "get-cases-caseAlias-views": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The caller's own name for the case */
                caseAlias: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The views */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        views: {
                            viewId: string;
                            /** @description Code of the regulator in the catalogue of laws, such as OPC */
                            regulator: string;
                            /** @enum {string} */
                            state: "open" | "ended" | "revoked";
                            /** Format: date-time */
                            openedAt: string;
                            /**
                             * Format: date-time
                             * @description From then on its link opens nothing
                             */
                            endsAt: string;
                            /** Format: date-time */
                            revokedAt?: string;
                            /**
                             * Format: date-time
                             * @description When it was last noted that somebody read it, once a day
                             */
                            readAt?: string;
                            /**
                             * Format: date-time
                             * @description The same, next to the other party's view
                             */
                            besideAt?: string;
                            /**
                             * Case alias
                             * @description Alias of the party next to whose view it may be read
                             * @example WS-4K7QX2M9TB
                             */
                            beside?: string;
                            /** @description Whether there is a link that opens it */
                            hasLink: boolean;
                        }[];
                        /** @description The parties that you deal with in this case. A discreet one goes by its kind */
                        parties: {
                            /**
                             * Case alias
                             * @description This party's own name for the case
                             * @example WS-4K7QX2M9TB
                             */
                            caseAlias: string;
                            /** @enum {string} */
                            kind: "retailer" | "carrier";
                            alias?: string;
                        }[];
                        /** @description Views of other parties that name you. Open one that names the party if you agree */
                        askedBy: {
                            /**
                             * Case alias
                             * @description This party's own name for the case
                             * @example WS-4K7QX2M9TB
                             */
                            beside?: string;
                            /** @description Code of the regulator in the catalogue of laws, such as OPC */
                            regulator: string;
                            /**
                             * Format: date-time
                             * @description From then on its link opens nothing
                             */
                            endsAt: string;
                        }[];
                    };
                };
            };
            400: components["responses"]["Problem400"];
            401: components["responses"]["Problem401"];
            403: components["responses"]["Problem403"];
            404: components["responses"]["Problem404"];
            429: components["responses"]["Problem429"];
            500: components["responses"]["Problem500"];
            503: components["responses"]["Problem503"];
            default: components["responses"]["Problem"];
        };
    };
    "post-cases-caseAlias-views": {
        parameters: {
            query?: never;
            header?: {
                /** @description Your own id of the command, which is opaque. Without it, the token's `jti` is its id. The console has to send it */
                "idempotency-key"?: string;
                /** @description The `etag` of the case as you read it. If the case has changed since, nothing is done. Optional */
                "if-match"?: string;
            };
            path: {
                /** @description The caller's own name for the case */
                caseAlias: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    /** @constant */
                    step: "open";
                    /**
                     * @description Code of the regulator, as your duties name it under `addressee`
                     * @example OPC
                     */
                    regulator: string;
                    /** @description For how many days its link opens it */
                    days: number;
                    /**
                     * @description Language in which the page begins
                     * @enum {string}
                     */
                    language: "en" | "fr";
                    /** @description Alias of the case of another party. The regulator can read both views next to each other if that party opens one that names you */
                    beside?: string;
                } | {
                    /** @constant */
                    step: "revoke";
                    /** @description The `viewId` of one of your views */
                    viewId: string;
                };
            };
        };
        responses: {
            /** @description Which view it is, and its link */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** @enum {string} */
                        outcome: "done" | "repeated";
                        viewId?: string;
                        /**
                         * Format: date-time
                         * @description From then on its link opens nothing
                         */
                        endsAt?: string;
                        /** @description Path of the view on the hub's host, with the code behind `#`. Only the first answer has it */
                        link?: string;
                    };
                };
            };
            400: components["responses"]["Problem400"];
            401: components["responses"]["Problem401"];
            403: components["responses"]["Problem403"];
            404: components["responses"]["Problem404"];
            409: components["responses"]["Problem409"];
            /** @description The case has changed since it was read */
            412: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            413: components["responses"]["Problem413"];
            415: components["responses"]["Problem415"];
            422: components["responses"]["Problem422"];
            429: components["responses"]["Problem429"];
            500: components["responses"]["Problem500"];
            503: components["responses"]["Problem503"];
            default: components["responses"]["Problem"];
        };
    };
    "get-restrictions": {
        parameters: {
            query?: {
                /** @description Restricted accessors on one page: 500 when absent, and at most */
                limit?: number;
                /** @description The `next` of the page before */
                after?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description A page of restrictions. It can be empty although there is a next one */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        restrictions: {
                            /**
                             * Restriction id
                             * @description Id of the restriction
                             * @example hX3cT9pLr2sNq8wKd4vJbg
                             */
                            restrictionId: string;
                            /** @enum {string} */
                            scope: "subject" | "network" | "neighbourhood" | "codeBlock";
                            /**
                             * Instant
                             * Format: date-time
                             * @description ISO 8601 date and time with offset; normalised to UTC with milliseconds
                             * @example 2026-11-01T14:03:00.000Z
                             */
                            since: string;
                            /**
                             * Instant
                             * Format: date-time
                             * @description ISO 8601 date and time with offset; normalised to UTC with milliseconds
                             * @example 2026-11-01T14:03:00.000Z
                             */
                            until: string;
                            /** @enum {string} */
                            reason: "anomaly" | "case" | "manual";
                            /** @enum {string} */
                            state: "standing" | "ended" | "released";
                            /**
                             * Instant
                             * Format: date-time
                             * @description ISO 8601 date and time with offset; normalised to UTC with milliseconds
                             * @example 2026-11-01T14:03:00.000Z
                             */
                            releasedAt?: string;
                            accessorTokens?: string[];
                            /** @description Whether the caller may release it without another party */
                            mayDecide: boolean;
                        }[];
                        /** @description `after` of the next page; absent on the last */
                        next?: string;
                    };
                };
            };
            400: components["responses"]["Problem400"];
            401: components["responses"]["Problem401"];
            403: components["responses"]["Problem403"];
            429: components["responses"]["Problem429"];
            500: components["responses"]["Problem500"];
            503: components["responses"]["Problem503"];
            default: components["responses"]["Problem"];
        };
    };
    "post-restrictions-restrictionId-renewals": {
        parameters: {
            query?: never;
            header?: {
                /** @description Your own id of the command, which is opaque. Without it, the token's `jti` is its id. The console has to send it */
                "idempotency-key"?: string;
            };
            path: {
                /** @description The `restrictionId` of a restriction in the list */
                restrictionId: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    /**
                     * Instant
                     * Format: date-time
                     * @description ISO 8601 date and time with offset; normalised to UTC with milliseconds
                     * @example 2026-11-01T14:03:00.000Z
                     */
                    until: string;
                };
            };
        };
        responses: {
            /** @description The restriction is renewed */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        outcome: string;
                    };
                };
            };
            400: components["responses"]["Problem400"];
            401: components["responses"]["Problem401"];
            403: components["responses"]["Problem403"];
            404: components["responses"]["Problem404"];
            409: components["responses"]["Problem409"];
            413: components["responses"]["Problem413"];
            415: components["responses"]["Problem415"];
            422: components["responses"]["Problem422"];
            429: components["responses"]["Problem429"];
            500: components["responses"]["Problem500"];
            503: components["responses"]["Problem503"];
            default: components["responses"]["Problem"];
        };
    };
    "delete-restrictions-restrictionId": {
        parameters: {
            query?: never;
            header?: {
                /** @description Your own id of the command, which is opaque. Without it, the token's `jti` is its id. The console has to send it */
                "idempotency-key"?: string;
            };
            path: {
                /** @description The `restrictionId` of a restriction in the list */
                restrictionId: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The restriction is released */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        outcome: string;
                    };
                };
            };
            400: components["responses"]["Problem400"];
            401: components["responses"]["Problem401"];
            403: components["responses"]["Problem403"];
            404: components["responses"]["Problem404"];
            409: components["responses"]["Problem409"];
            422: components["responses"]["Problem422"];
            429: components["responses"]["Problem429"];
            500: components["responses"]["Problem500"];
            503: components["responses"]["Problem503"];
            default: components["responses"]["Problem"];
        };
    };
    "get-decisions": {
        parameters: {
            query?: {
                /** @description Changes on one page: 200 when absent, and at most */
                limit?: number;
                /** @description The `next` of the page before */
                after?: string;
                /** @description `asOf` of the answer before. Without it, all decisions that are in force */
                since?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Changes, the oldest first, each restriction as it is now. One can come twice: that has no effect */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        decisions: ({
                            /**
                             * Restriction id
                             * @description Id of the restriction
                             * @example hX3cT9pLr2sNq8wKd4vJbg
                             */
                            restrictionId: string;
                            /** @enum {string} */
                            change: "new" | "renewed";
                            /** @enum {string} */
                            scope: "subject" | "network";
                            /**
                             * Instant
                             * Format: date-time
                             * @description ISO 8601 date and time with offset; normalised to UTC with milliseconds
                             * @example 2026-11-01T14:03:00.000Z
                             */
                            since: string;
                            /**
                             * Instant
                             * Format: date-time
                             * @description End, unless renewed
                             * @example 2026-11-01T14:03:00.000Z
                             */
                            until: string;
                            /** @enum {string} */
                            reason: "anomaly" | "case" | "manual";
                            /** @description All of the caller's tokens of the accessor */
                            accessorTokens: string[];
                        } | {
                            /**
                             * Restriction id
                             * @description Id of the restriction
                             * @example hX3cT9pLr2sNq8wKd4vJbg
                             */
                            restrictionId: string;
                            /** @enum {string} */
                            change: "released" | "expired";
                            /**
                             * Instant
                             * Format: date-time
                             * @description Absent if another restriction took its place
                             * @example 2026-11-01T14:03:00.000Z
                             */
                            endedAt?: string;
                        })[];
                        /**
                         * Instant
                         * Format: date-time
                         * @description Of the first page: `since` of the next question, when all pages are read
                         * @example 2026-11-01T14:03:00.000Z
                         */
                        asOf: string;
                        /** @description `after` of the next page; absent on the last */
                        next?: string;
                    };
                };
            };
            400: components["responses"]["Problem400"];
            401: components["responses"]["Problem401"];
            403: components["responses"]["Problem403"];
            429: components["responses"]["Problem429"];
            500: components["responses"]["Problem500"];
            503: components["responses"]["Problem503"];
            default: components["responses"]["Problem"];
        };
    };
    "get-refused-attempts": {
        parameters: {
            query?: {
                /** @description Attempts that one page reads: 100 when absent, and at most */
                limit?: number;
                /** @description The `next` of the page before */
                after?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description A page of attempts. It can be empty although there is a next one: what became a case is left out */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        attempts: {
                            /**
                             * Format: date
                             * @description The UTC day on which it was recorded. One mail tells of all of a day
                             */
                            day: string;
                            /**
                             * Instant
                             * Format: date-time
                             * @description ISO 8601 date and time with offset; normalised to UTC with milliseconds
                             * @example 2026-11-01T14:03:00.000Z
                             */
                            recordedAt: string;
                            /**
                             * Anomaly id
                             * @description Id of the finding
                             * @example Zc1b7rKQw3mXo0aYt5uVfA
                             */
                            anomalyId: string;
                            /**
                             * Tool
                             * @description `guarded`: the hub's lookup API; `observed:<carrier id>`: that carrier's own tool
                             * @example observed:northpost
                             */
                            tool: string;
                            /** @description Who says that the lookups happened. `alias` is there if the reader may know the party */
                            vouchedBy?: {
                                /** @enum {string} */
                                kind: "retailer" | "carrier" | "hub";
                                alias?: string;
                                /** @enum {string} */
                                how: "seen" | "reported" | "delegated";
                            };
                            /**
                             * Chart
                             * @description Which pattern the detector found
                             * @example walk
                             * @enum {string}
                             */
                            chart: "walk" | "guess" | "fanOut" | "scope" | "insider" | "quota" | "block" | "blockMisses" | "volume";
                            /**
                             * @description Whose lookups were counted: one visitor's, one network's, or everybody's in a range of numbers
                             * @enum {string}
                             */
                            standsFor?: "visitor" | "network" | "numbers";
                            /** @description Different references that were looked up, by whether they exist. None of them was shown */
                            counts: {
                                references: number;
                                hits: number;
                                misses: number;
                                challengeFailed: number;
                            };
                            /**
                             * Instant
                             * Format: date-time
                             * @description ISO 8601 date and time with offset; normalised to UTC with milliseconds
                             * @example 2026-11-01T14:03:00.000Z
                             */
                            firstAt: string;
                            /**
                             * Instant
                             * Format: date-time
                             * @description ISO 8601 date and time with offset; normalised to UTC with milliseconds
                             * @example 2026-11-01T14:03:00.000Z
                             */
                            lastAt: string;
                            /** @description What was looked up, in words */
                            explanation: {
                                en: string;
                                fr: string;
                            };
                            /** @description The restriction that rests on it; absent once a later one of the same accessor took its place */
                            restriction?: {
                                /**
                                 * Restriction id
                                 * @description Id of the restriction
                                 * @example hX3cT9pLr2sNq8wKd4vJbg
                                 */
                                restrictionId: string;
                                /** @enum {string} */
                                scope: "subject" | "network" | "neighbourhood" | "codeBlock";
                                /**
                                 * Instant
                                 * Format: date-time
                                 * @description ISO 8601 date and time with offset; normalised to UTC with milliseconds
                                 * @example 2026-11-01T14:03:00.000Z
                                 */
                                since: string;
                                /**
                                 * Instant
                                 * Format: date-time
                                 * @description ISO 8601 date and time with offset; normalised to UTC with milliseconds
                                 * @example 2026-11-01T14:03:00.000Z
                                 */
                                until: string;
                                /** @enum {string} */
                                reason: "anomaly" | "case" | "manual";
                                /** @enum {string} */
                                state: "standing" | "ended" | "released";
                                /**
                                 * Instant
                                 * Format: date-time
                                 * @description ISO 8601 date and time with offset; normalised to UTC with milliseconds
                                 * @example 2026-11-01T14:03:00.000Z
                                 */
                                releasedAt?: string;
                                accessorTokens?: string[];
                                /** @description Whether the caller may release it without another party */
                                mayDecide: boolean;
                            };
                        }[];
                        /** @description `after` of the next page; absent on the last */
                        next?: string;
                    };
                };
            };
            400: components["responses"]["Problem400"];
            401: components["responses"]["Problem401"];
            403: components["responses"]["Problem403"];
            429: components["responses"]["Problem429"];
            500: components["responses"]["Problem500"];
            503: components["responses"]["Problem503"];
            default: components["responses"]["Problem"];
        };
    };
    "get-shipments-shipmentId-accesses": {
        parameters: {
            query?: {
                /** @description Lookups on one page of JSON: 500 when absent, at most 2000. HTML has all */
                limit?: number;
                /** @description The `next` of the page before */
                after?: string;
                /** @description `html` returns a document for people, like `accept: text/html` */
                format?: "json" | "html";
                /** @description Language of the document. Without it, that of `accept-language` or else of the caller */
                language?: "en" | "fr";
                /** @description `proofs` adds to each lookup what proves that it is in the ledger of a daily statement. A page of JSON then has at most 100 */
                inclusion?: "proofs";
            };
            header?: never;
            path: {
                /** @description The caller's own id of the shipment: a retailer's shipment id, or a carrier's tracking number */
                shipmentId: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The accesses. Each accessor has a name that only this caller receives */
            200: {
                headers: {
                    /** @description `accept, accept-language` */
                    vary?: string;
                    /** @description Language of the document for people */
                    "content-language"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** @description To a retailer: its ids of the shipments that were found. All parcels of an order are */
                        shipmentIds?: string[];
                        accesses: {
                            /**
                             * Shipment id
                             * @description To a retailer: the shipment that was shown. Absent where several had the parcel or the order
                             * @example shp_7Hq2mZ0c
                             */
                            shipmentId?: string;
                            /**
                             * Instant
                             * Format: date-time
                             * @description ISO 8601 date and time with offset; normalised to UTC with milliseconds
                             * @example 2026-11-01T14:03:00.000Z
                             */
                            at: string;
                            /**
                             * Instant
                             * Format: date-time
                             * @description The last of a day's lookups that are one entry; `at` is the first
                             * @example 2026-11-01T14:03:00.000Z
                             */
                            lastAt?: string;
                            /**
                             * Fields
                             * @description Names of fields, never their contents
                             * @example [
                             *       "phase",
                             *       "postal-code"
                             *     ]
                             */
                            fields: ("existence" | "retailer" | "phase" | "dates" | "delivery-date" | "pickup-point" | "signature-recorded" | "signatory-name-or-initials" | "postal-code" | "nature-of-delivery" | "address" | "payment" | "purchaser")[];
                            /** @enum {string} */
                            proof: "none" | "postalCode" | "houseNumber" | "linkToken" | "account" | "party";
                            proven: boolean;
                            /**
                             * Tool
                             * @description `guarded`: the hub's lookup API; `observed:<carrier id>`: that carrier's own tool
                             * @example observed:northpost
                             */
                            tool: string;
                            /** @description A name of the accessor that only this caller receives */
                            accessor: string;
                            /** @description With `inclusion=proofs`. `included`: with it the root in the statement of `day` follows from the leaf, which is the canonical JSON of `disclosure`. `notClosed`: the statement of `day` is still to come. `notLogged`: not logged yet, or of before the caller claimed the parcel */
                            inclusion?: {
                                /** @constant */
                                state: "included";
                                /**
                                 * Logged disclosure
                                 * @description A disclosure as it stands in the ledger of a party
                                 */
                                disclosure: {
                                    /** @constant */
                                    type: "wayseal-disclosure-1";
                                    /**
                                     * Entry
                                     * @description The hub's name of the entry. It stays the same when the entry changes
                                     * @example 47DEQpj8HBSa-_TImW-5JCeuQeRkm5NMpJWZG3hSuFU
                                     */
                                    entry: string;
                                    /**
                                     * Day
                                     * Format: date
                                     * @description The UTC day on which the hub logged it
                                     * @example 2026-11-26
                                     */
                                    day: string;
                                    /**
                                     * At
                                     * Format: date-time
                                     * @description When it was looked up first
                                     * @example 2026-11-26T14:04:12.000Z
                                     */
                                    at: string;
                                    /**
                                     * Last at
                                     * Format: date-time
                                     * @description The latest of several lookups that are one entry
                                     * @example 2026-11-01T14:03:00.000Z
                                     */
                                    lastAt?: string;
                                    /**
                                     * Fields
                                     * @description Names of fields, never their contents
                                     * @example [
                                     *       "phase",
                                     *       "postal-code"
                                     *     ]
                                     */
                                    fields: ("existence" | "retailer" | "phase" | "dates" | "delivery-date" | "pickup-point" | "signature-recorded" | "signatory-name-or-initials" | "postal-code" | "nature-of-delivery" | "address" | "payment" | "purchaser")[];
                                    /**
                                     * Proof
                                     * @description What the visitor showed
                                     * @example postalCode
                                     * @enum {string}
                                     */
                                    proof: "none" | "postalCode" | "houseNumber" | "linkToken" | "account" | "party";
                                    /**
                                     * Tool
                                     * @description `guarded`: the hub's lookup API; `observed:<carrier id>`: that carrier's own tool
                                     * @example observed:northpost
                                     */
                                    tool: string;
                                    /**
                                     * Proven
                                     * @description Whether the visitor proved that it may see it
                                     */
                                    proven: boolean;
                                    /**
                                     * Accessor
                                     * @description The hub's name of the visitor
                                     */
                                    accessor: string;
                                    /**
                                     * Parcel
                                     * @description The hub's name of the parcel. All lookups of a parcel have the same
                                     * @example 47DEQpj8HBSa-_TImW-5JCeuQeRkm5NMpJWZG3hSuFU
                                     */
                                    parcel: string;
                                    /**
                                     * Shipment id
                                     * @description Only to the retailer: its own id of the shipment
                                     * @example shp_7Hq2mZ0c
                                     */
                                    shipmentId?: string;
                                    /**
                                     * Access id
                                     * @description Only to the carrier that reported it: its own id of the first lookup
                                     * @example acc_01KA8P2Y
                                     */
                                    accessId?: string;
                                    /**
                                     * Leaf
                                     * @description The leaf of an earlier day, which this entry was before it changed
                                     * @example 47DEQpj8HBSa-_TImW-5JCeuQeRkm5NMpJWZG3hSuFU
                                     */
                                    replaces?: string;
                                    /**
                                     * Pair
                                     * @description Who else has it in its ledger. Absent while no retailer claims the parcel
                                     * @example 47DEQpj8HBSa-_TImW-5JCeuQeRkm5NMpJWZG3hSuFU
                                     */
                                    pair?: string;
                                    /**
                                     * Salt
                                     * @description Keeps a hash from being guessed
                                     * @example 47DEQpj8HBSa-_TImW-5JCeuQeRkm5NMpJWZG3hSuFU
                                     */
                                    sharedSalt?: string;
                                    /**
                                     * Salt
                                     * @description Keeps a hash from being guessed
                                     * @example 47DEQpj8HBSa-_TImW-5JCeuQeRkm5NMpJWZG3hSuFU
                                     */
                                    salt: string;
                                };
                                /**
                                 * Day
                                 * Format: date
                                 * @description The UTC day that the statement is about
                                 * @example 2026-11-26
                                 */
                                day: string;
                                /**
                                 * Index
                                 * @description Place of the leaf in the tree, from 0
                                 */
                                index: number;
                                /**
                                 * Path
                                 * @description Hashes beside the way from the leaf to the root, the lowest first
                                 */
                                path: string[];
                            } | {
                                /** @constant */
                                state: "notClosed";
                                /**
                                 * Day
                                 * Format: date
                                 * @description The UTC day that the statement is about
                                 * @example 2026-11-26
                                 */
                                day: string;
                            } | {
                                /** @constant */
                                state: "notLogged";
                            };
                        }[];
                        /** @description Hours in which the carrier's tool did not report its lookups, so that more may have been seen than the hub knows: at most 100. `filledAt`: when late reports had filled them, by the carrier's own statement. `goesOn`: they had not ended when this was answered. Absent if there are none */
                        unwatched?: {
                            /**
                             * Instant
                             * Format: date-time
                             * @description ISO 8601 date and time with offset; normalised to UTC with milliseconds
                             * @example 2026-11-01T14:03:00.000Z
                             */
                            from: string;
                            /**
                             * Instant
                             * Format: date-time
                             * @description ISO 8601 date and time with offset; normalised to UTC with milliseconds
                             * @example 2026-11-01T14:03:00.000Z
                             */
                            until: string;
                            /**
                             * Instant
                             * Format: date-time
                             * @description ISO 8601 date and time with offset; normalised to UTC with milliseconds
                             * @example 2026-11-01T14:03:00.000Z
                             */
                            filledAt?: string;
                            /** @constant */
                            goesOn?: true;
                        }[];
                        /** @description `after` of the next page; absent on the last */
                        next?: string;
                    };
                    "text/html": string;
                };
            };
            400: components["responses"]["Problem400"];
            401: components["responses"]["Problem401"];
            403: components["responses"]["Problem403"];
            404: components["responses"]["Problem404"];
            429: components["responses"]["Problem429"];
            500: components["responses"]["Problem500"];
            503: components["responses"]["Problem503"];
            default: components["responses"]["Problem"];
        };
    };
    "get-erasures": {
        parameters: {
            query?: {
                /** @description Only the erasure of this shipment */
                shipmentId?: string;
                /** @description Receipts on one page: 50 when absent, at most 200 */
                limit?: number;
                /** @description The `next` of the page before */
                after?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description A page of receipts */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        erasures: {
                            /**
                             * Erasure id
                             * @description Names the receipt: `GET /v1/erasures/{erasureId}`
                             * @example era_n4bQgYhMfWWaL-qgxVrQFaO_TxsrC4Is0V1sFbDwCgg
                             */
                            erasureId: string;
                            /**
                             * State
                             * @description `held`: erased but for what `held` names. `erased`: erased, and nothing is held. `notFound`: the hub had nothing of this shipment, so check its id
                             * @enum {string}
                             */
                            state: "erasing" | "held" | "erased" | "notFound";
                            /**
                             * Requested at
                             * Format: date-time
                             * @description `occurredAt` of the request
                             * @example 2026-11-01T14:03:00.000Z
                             */
                            requestedAt: string;
                            /**
                             * Erased at
                             * Format: date-time
                             * @description When the shipment was first removed from all tables
                             * @example 2026-11-01T14:03:00.000Z
                             */
                            erasedAt?: string;
                            /**
                             * Parts
                             * @description What became of each part, each once. Empty while the shipment is being erased
                             */
                            parts: {
                                /**
                                 * Part
                                 * @description `shipment`: the shipment with its claim of a parcel, its proofs, the sealed order reference and tracking number, and all that lookups find it by. `parcel`: its parcel, unless other shipments share it. `ledgerEntries`: who looked it up. `logEntries`: the same in the daily log of each party. `accessProfileEntries`: what the detector remembers of these lookups. `caseEvidence`: what breach cases have about it: which fields were seen when, and the sealed references
                                 * @example caseEvidence
                                 * @enum {string}
                                 */
                                part: "shipment" | "parcel" | "ledgerEntries" | "logEntries" | "accessProfileEntries" | "caseEvidence";
                                /**
                                 * Removed
                                 * @description How many entries were removed. After a crash of the hub it may have been more
                                 */
                                removed: number;
                                /**
                                 * Held
                                 * @description How many entries are held
                                 */
                                held: number;
                                /**
                                 * Until
                                 * Format: date-time
                                 * @description When the hub removes it by itself. Absent while that depends on an open case
                                 * @example 2028-11-01T14:03:00.000Z
                                 */
                                until?: string;
                                /**
                                 * Because
                                 * @description Why it is held: one entry for each case
                                 */
                                because: {
                                    /**
                                     * Reason
                                     * @description `openCase`: people may still have to be notified. `keptCase`: a law of a party asks for a record of the breach for that long. `keptCaseWithoutTerm`: no law of the parties names a time, and the exchange keeps the record for 24 months by its own choice. A case that was closed as a false alarm holds nothing
                                     * @example openCase
                                     * @enum {string}
                                     */
                                    reason: "openCase" | "keptCase" | "keptCaseWithoutTerm";
                                    /**
                                     * Case alias
                                     * @description This party's own name for the case
                                     * @example WS-4K7QX2M9TB
                                     */
                                    caseAlias?: string;
                                    /**
                                     * Until
                                     * Format: date-time
                                     * @description When the hub removes it by itself. Absent while that depends on an open case
                                     * @example 2028-11-01T14:03:00.000Z
                                     */
                                    until?: string;
                                }[];
                            }[];
                            /**
                             * Lets go
                             * @description What no erasure reaches, and when each ends. Nobody reads these to serve
                             */
                            letsGo: {
                                /**
                                 * Place
                                 * @description `queues`: events that were not handled yet, and dead letters. `guessCounters`: counts of wrong proofs, under a keyed hash. `accessProfiles`: lookups that showed nothing, under a keyed hash. `failureRecords`: changes that a function gave up on. `webhookDeliveries`: sealed copies of events that went to a webhook. `pointInTimeRecovery`: earlier states of the tables. `exchangeArchive`: redacted events with the shipment id. `registerBackups`: monthly copies of what cases hold. `tombstone`: the keyed hash that keeps late events out, and this receipt
                                 * @enum {string}
                                 */
                                place: "queues" | "guessCounters" | "accessProfiles" | "failureRecords" | "webhookDeliveries" | "pointInTimeRecovery" | "exchangeArchive" | "registerBackups" | "tombstone";
                                /**
                                 * Until
                                 * Format: date-time
                                 * @description When it ends at the latest. Absent while that depends on a case
                                 * @example 2026-11-01T14:03:00.000Z
                                 */
                                until?: string;
                            }[];
                        }[];
                        /**
                         * Next
                         * @description Give it as `after` to read the next page
                         * @example era_n4bQgYhMfWWaL-qgxVrQFaO_TxsrC4Is0V1sFbDwCgg
                         */
                        next?: string;
                    };
                };
            };
            400: components["responses"]["Problem400"];
            401: components["responses"]["Problem401"];
            403: components["responses"]["Problem403"];
            429: components["responses"]["Problem429"];
            500: components["responses"]["Problem500"];
            503: components["responses"]["Problem503"];
            default: components["responses"]["Problem"];
        };
    };
    "get-erasures-erasureId": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The `erasureId` of the receipt */
                erasureId: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The receipt */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /**
                         * Erasure id
                         * @description Names the receipt: `GET /v1/erasures/{erasureId}`
                         * @example era_n4bQgYhMfWWaL-qgxVrQFaO_TxsrC4Is0V1sFbDwCgg
                         */
                        erasureId: string;
                        /**
                         * State
                         * @description `held`: erased but for what `held` names. `erased`: erased, and nothing is held. `notFound`: the hub had nothing of this shipment, so check its id
                         * @enum {string}
                         */
                        state: "erasing" | "held" | "erased" | "notFound";
                        /**
                         * Requested at
                         * Format: date-time
                         * @description `occurredAt` of the request
                         * @example 2026-11-01T14:03:00.000Z
                         */
                        requestedAt: string;
                        /**
                         * Erased at
                         * Format: date-time
                         * @description When the shipment was first removed from all tables
                         * @example 2026-11-01T14:03:00.000Z
                         */
                        erasedAt?: string;
                        /**
                         * Parts
                         * @description What became of each part, each once. Empty while the shipment is being erased
                         */
                        parts: {
                            /**
                             * Part
                             * @description `shipment`: the shipment with its claim of a parcel, its proofs, the sealed order reference and tracking number, and all that lookups find it by. `parcel`: its parcel, unless other shipments share it. `ledgerEntries`: who looked it up. `logEntries`: the same in the daily log of each party. `accessProfileEntries`: what the detector remembers of these lookups. `caseEvidence`: what breach cases have about it: which fields were seen when, and the sealed references
                             * @example caseEvidence
                             * @enum {string}
                             */
                            part: "shipment" | "parcel" | "ledgerEntries" | "logEntries" | "accessProfileEntries" | "caseEvidence";
                            /**
                             * Removed
                             * @description How many entries were removed. After a crash of the hub it may have been more
                             */
                            removed: number;
                            /**
                             * Held
                             * @description How many entries are held
                             */
                            held: number;
                            /**
                             * Until
                             * Format: date-time
                             * @description When the hub removes it by itself. Absent while that depends on an open case
                             * @example 2028-11-01T14:03:00.000Z
                             */
                            until?: string;
                            /**
                             * Because
                             * @description Why it is held: one entry for each case
                             */
                            because: {
                                /**
                                 * Reason
                                 * @description `openCase`: people may still have to be notified. `keptCase`: a law of a party asks for a record of the breach for that long. `keptCaseWithoutTerm`: no law of the parties names a time, and the exchange keeps the record for 24 months by its own choice. A case that was closed as a false alarm holds nothing
                                 * @example openCase
                                 * @enum {string}
                                 */
                                reason: "openCase" | "keptCase" | "keptCaseWithoutTerm";
                                /**
                                 * Case alias
                                 * @description This party's own name for the case
                                 * @example WS-4K7QX2M9TB
                                 */
                                caseAlias?: string;
                                /**
                                 * Until
                                 * Format: date-time
                                 * @description When the hub removes it by itself. Absent while that depends on an open case
                                 * @example 2028-11-01T14:03:00.000Z
                                 */
                                until?: string;
                            }[];
                        }[];
                        /**
                         * Lets go
                         * @description What no erasure reaches, and when each ends. Nobody reads these to serve
                         */
                        letsGo: {
                            /**
                             * Place
                             * @description `queues`: events that were not handled yet, and dead letters. `guessCounters`: counts of wrong proofs, under a keyed hash. `accessProfiles`: lookups that showed nothing, under a keyed hash. `failureRecords`: changes that a function gave up on. `webhookDeliveries`: sealed copies of events that went to a webhook. `pointInTimeRecovery`: earlier states of the tables. `exchangeArchive`: redacted events with the shipment id. `registerBackups`: monthly copies of what cases hold. `tombstone`: the keyed hash that keeps late events out, and this receipt
                             * @enum {string}
                             */
                            place: "queues" | "guessCounters" | "accessProfiles" | "failureRecords" | "webhookDeliveries" | "pointInTimeRecovery" | "exchangeArchive" | "registerBackups" | "tombstone";
                            /**
                             * Until
                             * Format: date-time
                             * @description When it ends at the latest. Absent while that depends on a case
                             * @example 2026-11-01T14:03:00.000Z
                             */
                            until?: string;
                        }[];
                    };
                };
            };
            400: components["responses"]["Problem400"];
            401: components["responses"]["Problem401"];
            403: components["responses"]["Problem403"];
            404: components["responses"]["Problem404"];
            429: components["responses"]["Problem429"];
            500: components["responses"]["Problem500"];
            503: components["responses"]["Problem503"];
            default: components["responses"]["Problem"];
        };
    };
    "get-session": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The session of the cookie */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /**
                         * Party id
                         * @example leafline
                         */
                        partyId: string;
                        /** Party alias */
                        partyAlias: string;
                        /**
                         * Party kind
                         * @enum {string}
                         */
                        partyKind: "retailer" | "carrier";
                        /**
                         * User id
                         * @description The hub's own opaque id of the person
                         */
                        userId: string;
                        /**
                         * Name
                         * @description As the party's identity provider spells it. It can be empty
                         */
                        name: string;
                        /**
                         * Role
                         * @description An officer reads and acts, a reader only reads
                         * @enum {string}
                         */
                        role: "officer" | "reader";
                        /**
                         * Language
                         * @description The party's language
                         * @enum {string}
                         */
                        language: "en" | "fr";
                        /**
                         * Time zone
                         * @description The party's time zone (IANA)
                         */
                        timeZone: string;
                        /**
                         * Expires at
                         * Format: date-time
                         * @description When the session ends if nothing more is done
                         */
                        expiresAt: string;
                    };
                };
            };
            400: components["responses"]["Problem400"];
            401: components["responses"]["Problem401"];
            403: components["responses"]["Problem403"];
            429: components["responses"]["Problem429"];
            500: components["responses"]["Problem500"];
            503: components["responses"]["Problem503"];
            default: components["responses"]["Problem"];
        };
    };
    "delete-session": {
        parameters: {
            query?: never;
            header: {
                /** @description Always `1` */
                "x-wayseal-console": "1";
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The session has ended, if there was one */
            200: {
                headers: {
                    /** @description Removes the cookie of the session */
                    "set-cookie"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /**
                         * Issuer sign-out URL
                         * Format: uri
                         * @description Where the person can sign out at the identity provider too. Absent if it offers that nowhere
                         */
                        issuerSignOutUrl?: string;
                    };
                };
            };
            400: components["responses"]["Problem400"];
            /** @description The header `x-wayseal-console` is missing. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            500: components["responses"]["Problem500"];
            503: components["responses"]["Problem503"];
            default: components["responses"]["Problem"];
        };
    };
    "get-colleagues": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description All of them, by name */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /**
                         * Colleagues
                         * @description Whoever signed in for the party in the last two years, by name
                         */
                        colleagues: {
                            /**
                             * User id
                             * @description The hub's own opaque id of the person
                             */
                            userId: string;
                            /**
                             * Name
                             * @description As the party's identity provider spells it. It can be empty
                             */
                            name: string;
                            /**
                             * Role
                             * @description An officer reads and acts, a reader only reads
                             * @enum {string}
                             */
                            role: "officer" | "reader";
                        }[];
                    };
                };
            };
            400: components["responses"]["Problem400"];
            401: components["responses"]["Problem401"];
            403: components["responses"]["Problem403"];
            429: components["responses"]["Problem429"];
            500: components["responses"]["Problem500"];
            503: components["responses"]["Problem503"];
            default: components["responses"]["Problem"];
        };
    };
    "get-signing-keys": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Each key, endorsed by the keys before and after it */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        keys: {
                            /** @constant */
                            kty: "EC";
                            /** @constant */
                            crv: "P-256";
                            x: string;
                            y: string;
                            /** @constant */
                            alg: "ES256";
                            /** @constant */
                            use: "sig";
                            /**
                             * Key id
                             * @description The signing key: its JWK thumbprint (RFC 7638)
                             * @example FbMR-9kmKIcCQPuoS7zEaQ9ZVNL0bFmYf2uTTRzxLzM
                             */
                            kid: string;
                            /** @description Signatures of the keys before and after this one over its `kid` */
                            endorsements: {
                                /**
                                 * Key id
                                 * @description The signing key: its JWK thumbprint (RFC 7638)
                                 * @example FbMR-9kmKIcCQPuoS7zEaQ9ZVNL0bFmYf2uTTRzxLzM
                                 */
                                keyId: string;
                                /**
                                 * Signature
                                 * @description Base64url of the 64 bytes r and s
                                 * @example MEUCIQDxMEUCIQDxMEUCIQDxMEUCIQDxMEUCIQDxMEUCIQDxMEUCIQDxMEUCIQDxMEUCIQDxMEUCIQDxabcdeg
                                 */
                                value: string;
                            }[];
                        }[];
                    };
                };
            };
            400: components["responses"]["Problem400"];
            500: components["responses"]["Problem500"];
            503: components["responses"]["Problem503"];
            default: components["responses"]["Problem"];
        };
    };
    "get-statements": {
        parameters: {
            query?: {
                /** @description Statements on one page: 7 when absent, at most 20 */
                limit?: number;
                /** @description The `next` of the page before: only days before this one */
                after?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description A page of statements */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        statements: {
                            /**
                             * Day
                             * Format: date
                             * @description The UTC day that the statement is about
                             * @example 2026-11-26
                             */
                            day: string;
                            /**
                             * Number
                             * @description 1 for the party's first statement. Each day has the next number
                             * @example 211
                             */
                            number: number;
                            /**
                             * Instant
                             * Format: date-time
                             * @description ISO 8601 date and time with offset; normalised to UTC with milliseconds
                             * @example 2026-11-01T14:03:00.000Z
                             */
                            madeAt: string;
                            /**
                             * Statement
                             * @description Compact JWS, signed with ES256 under a key of `GET /v1/signing-keys`
                             * @example eyJhbGciOiJFUzI1NiJ9.eyJ0eXBlIjoid2F5c2VhbC1zdGF0ZW1lbnQtMSJ9.AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA
                             */
                            statement: string;
                        }[];
                        /**
                         * Next
                         * Format: date
                         * @description Give it as `after` to read the next page
                         * @example 2026-11-26
                         */
                        next?: string;
                    };
                };
            };
            400: components["responses"]["Problem400"];
            401: components["responses"]["Problem401"];
            403: components["responses"]["Problem403"];
            429: components["responses"]["Problem429"];
            500: components["responses"]["Problem500"];
            503: components["responses"]["Problem503"];
            default: components["responses"]["Problem"];
        };
    };
    "get-statements-day": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description UTC day, such as `2026-11-26` */
                day: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The statement */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /**
                         * Day
                         * Format: date
                         * @description The UTC day that the statement is about
                         * @example 2026-11-26
                         */
                        day: string;
                        /**
                         * Number
                         * @description 1 for the party's first statement. Each day has the next number
                         * @example 211
                         */
                        number: number;
                        /**
                         * Instant
                         * Format: date-time
                         * @description ISO 8601 date and time with offset; normalised to UTC with milliseconds
                         * @example 2026-11-01T14:03:00.000Z
                         */
                        madeAt: string;
                        /**
                         * Statement
                         * @description Compact JWS, signed with ES256 under a key of `GET /v1/signing-keys`
                         * @example eyJhbGciOiJFUzI1NiJ9.eyJ0eXBlIjoid2F5c2VhbC1zdGF0ZW1lbnQtMSJ9.AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA
                         */
                        statement: string;
                    };
                };
            };
            400: components["responses"]["Problem400"];
            401: components["responses"]["Problem401"];
            403: components["responses"]["Problem403"];
            404: components["responses"]["Problem404"];
            429: components["responses"]["Problem429"];
            500: components["responses"]["Problem500"];
            503: components["responses"]["Problem503"];
            default: components["responses"]["Problem"];
        };
    };
    "get-statements-day-leaves": {
        parameters: {
            query?: {
                /** @description Leaves on one page: 500 when absent, at most 1000 */
                limit?: number;
                /** @description The `next` of the page before */
                after?: number;
            };
            header?: never;
            path: {
                /** @description UTC day, such as `2026-11-26` */
                day: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description A page of leaves */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        leaves: {
                            /**
                             * Leaf
                             * @description Base64url of the hash of a leaf: SHA-256 of a zero byte and the canonical JSON of the disclosure
                             * @example 47DEQpj8HBSa-_TImW-5JCeuQeRkm5NMpJWZG3hSuFU
                             */
                            leaf: string;
                            /**
                             * Logged disclosure
                             * @description A disclosure as it stands in the ledger of a party
                             */
                            disclosure?: {
                                /** @constant */
                                type: "wayseal-disclosure-1";
                                /**
                                 * Entry
                                 * @description The hub's name of the entry. It stays the same when the entry changes
                                 * @example 47DEQpj8HBSa-_TImW-5JCeuQeRkm5NMpJWZG3hSuFU
                                 */
                                entry: string;
                                /**
                                 * Day
                                 * Format: date
                                 * @description The UTC day on which the hub logged it
                                 * @example 2026-11-26
                                 */
                                day: string;
                                /**
                                 * At
                                 * Format: date-time
                                 * @description When it was looked up first
                                 * @example 2026-11-26T14:04:12.000Z
                                 */
                                at: string;
                                /**
                                 * Last at
                                 * Format: date-time
                                 * @description The latest of several lookups that are one entry
                                 * @example 2026-11-01T14:03:00.000Z
                                 */
                                lastAt?: string;
                                /**
                                 * Fields
                                 * @description Names of fields, never their contents
                                 * @example [
                                 *       "phase",
                                 *       "postal-code"
                                 *     ]
                                 */
                                fields: ("existence" | "retailer" | "phase" | "dates" | "delivery-date" | "pickup-point" | "signature-recorded" | "signatory-name-or-initials" | "postal-code" | "nature-of-delivery" | "address" | "payment" | "purchaser")[];
                                /**
                                 * Proof
                                 * @description What the visitor showed
                                 * @example postalCode
                                 * @enum {string}
                                 */
                                proof: "none" | "postalCode" | "houseNumber" | "linkToken" | "account" | "party";
                                /**
                                 * Tool
                                 * @description `guarded`: the hub's lookup API; `observed:<carrier id>`: that carrier's own tool
                                 * @example observed:northpost
                                 */
                                tool: string;
                                /**
                                 * Proven
                                 * @description Whether the visitor proved that it may see it
                                 */
                                proven: boolean;
                                /**
                                 * Accessor
                                 * @description The hub's name of the visitor
                                 */
                                accessor: string;
                                /**
                                 * Parcel
                                 * @description The hub's name of the parcel. All lookups of a parcel have the same
                                 * @example 47DEQpj8HBSa-_TImW-5JCeuQeRkm5NMpJWZG3hSuFU
                                 */
                                parcel: string;
                                /**
                                 * Shipment id
                                 * @description Only to the retailer: its own id of the shipment
                                 * @example shp_7Hq2mZ0c
                                 */
                                shipmentId?: string;
                                /**
                                 * Access id
                                 * @description Only to the carrier that reported it: its own id of the first lookup
                                 * @example acc_01KA8P2Y
                                 */
                                accessId?: string;
                                /**
                                 * Leaf
                                 * @description The leaf of an earlier day, which this entry was before it changed
                                 * @example 47DEQpj8HBSa-_TImW-5JCeuQeRkm5NMpJWZG3hSuFU
                                 */
                                replaces?: string;
                                /**
                                 * Pair
                                 * @description Who else has it in its ledger. Absent while no retailer claims the parcel
                                 * @example 47DEQpj8HBSa-_TImW-5JCeuQeRkm5NMpJWZG3hSuFU
                                 */
                                pair?: string;
                                /**
                                 * Salt
                                 * @description Keeps a hash from being guessed
                                 * @example 47DEQpj8HBSa-_TImW-5JCeuQeRkm5NMpJWZG3hSuFU
                                 */
                                sharedSalt?: string;
                                /**
                                 * Salt
                                 * @description Keeps a hash from being guessed
                                 * @example 47DEQpj8HBSa-_TImW-5JCeuQeRkm5NMpJWZG3hSuFU
                                 */
                                salt: string;
                            };
                        }[];
                        /**
                         * Next
                         * @description Give it as `after` to read the next page
                         */
                        next?: number;
                    };
                };
            };
            400: components["responses"]["Problem400"];
            401: components["responses"]["Problem401"];
            403: components["responses"]["Problem403"];
            404: components["responses"]["Problem404"];
            429: components["responses"]["Problem429"];
            500: components["responses"]["Problem500"];
            503: components["responses"]["Problem503"];
            default: components["responses"]["Problem"];
        };
    };
    "get-problems": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The page in Markdown */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "text/markdown": string;
                };
            };
            400: components["responses"]["Problem400"];
            500: components["responses"]["Problem500"];
            503: components["responses"]["Problem503"];
            default: components["responses"]["Problem"];
        };
    };
}
