import { Duration, Lazy, RemovalPolicy, Stack, Validations } from "aws-cdk-lib"
import { AnyPrincipal, Effect, PolicyStatement } from "aws-cdk-lib/aws-iam"
import type { IKey } from "aws-cdk-lib/aws-kms"
import type { Bucket } from "aws-cdk-lib/aws-s3"
import { Construct } from "constructs"
import type { ExchangeFunction } from "./exchange-function.ts"
import { privateBucket } from "./private-bucket.ts"

export interface DocumentsBucketProps {
  /** Encrypts the documents, and nothing else. */
  readonly encryptionKey: IKey
}

type DocumentAction = "s3:PutObject" | "s3:GetObject"

/** S3 counts whole days from midnight UTC. The API gives no link after 24 hours. */
const documentRetention = Duration.days(1)

/**
 * Keeps the documents that parties asked for, for a day. Only functions that were let in write or read it, over TLS and
 * under its key. They can be drawn again, so the bucket keeps no versions.
 */
export class DocumentsBucket extends Construct {
  readonly bucket: Bucket
  /** The name that cdk-nag gives to a grant on the objects of the bucket. */
  readonly #finding: string
  readonly #props: DocumentsBucketProps
  readonly #roles = { "s3:PutObject": new Set<string>(), "s3:GetObject": new Set<string>() }

  constructor(scope: Construct, id: string, props: DocumentsBucketProps) {
    super(scope, id)
    this.#props = props
    const { bucket, finding } = privateBucket(this, {
      encryptionKey: props.encryptionKey,
      retention: documentRetention,
      removalPolicy: RemovalPolicy.DESTROY,
      withoutAccessLogs:
        "One function writes, and another makes links. CloudTrail data events can record who used them.",
    })
    this.bucket = bucket
    this.#finding = finding
    this.#requireKey()
    this.#refuseOthers("s3:PutObject")
    this.#refuseOthers("s3:GetObject")
  }

  /** Lets a function write documents. */
  letWrite(handler: ExchangeFunction): void {
    this.#let(handler, "s3:PutObject", "kms:GenerateDataKey")
  }

  /** Lets a function read documents, and with it the links that it makes. */
  letLink(handler: ExchangeFunction): void {
    this.#let(handler, "s3:GetObject", "kms:Decrypt")
  }

  #let(handler: ExchangeFunction, action: DocumentAction, keyAction: string): void {
    const { encryptionKey } = this.#props
    this.#roles[action].add(handler.role.roleArn)
    handler.allow([action], [this.bucket.arnForObjects("*")])
    handler.allow([keyAction], [encryptionKey.keyArn], {
      StringEquals: { "kms:ViaService": `s3.${Stack.of(this).region}.amazonaws.com` },
    })
    Validations.of(handler.role).acknowledge({ id: this.#finding, reason: "The names of documents are random." })
  }

  /** A document under another key, or under none, is refused. */
  #requireKey(): void {
    const header = "s3:x-amz-server-side-encryption"
    const { keyArn } = this.#props.encryptionKey
    this.#deny("s3:PutObject", { StringNotEquals: { [header]: "aws:kms" } })
    this.#deny("s3:PutObject", { StringNotEquals: { [`${header}-aws-kms-key-id`]: keyArn } })
  }

  /** Everybody else in the account is refused, also an administrator. */
  #refuseOthers(action: DocumentAction): void {
    const letIn = Lazy.list({ produce: () => [...this.#roles[action]] })
    this.#deny(action, { ArnNotEquals: { "aws:PrincipalArn": letIn } })
  }

  #deny(action: DocumentAction, conditions: Record<string, unknown>): void {
    const resources = [this.bucket.arnForObjects("*")]
    this.bucket.addToResourcePolicy(
      new PolicyStatement({
        effect: Effect.DENY,
        principals: [new AnyPrincipal()],
        actions: [action],
        resources,
        conditions,
      }),
    )
  }
}
