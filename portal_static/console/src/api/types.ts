/**
 * The API's documents under the names that the console has for them. What they are made of is in `schema.ts`, which is
 * made from the API itself; only what the API says less exactly than the console needs is narrowed here.
 */
import type { EnrolmentOut, MemberOut, WishOut } from "./schema";

export type {
  AiEngineOut as AiSettings,
  AnswerOut as Answer,
  ApiKeyOut as ApiKey,
  AttachmentOut as Attachment,
  AuditEntryOut as AuditEntry,
  BulkOut as Bulk,
  BulkResultOut as BulkResult,
  BulkSet,
  BusinessHoursOut as BusinessHours,
  CannedResponseOut as Canned,
  Channel,
  CodesOut as Codes,
  ContactDetailsOut as ContactDetails,
  ContactGiven,
  ContactOut as Contact,
  ContactRefOut as ContactRef,
  CountsOut as Counts,
  EngineKind,
  FactorOut as Factor,
  FileLinksOut as FileLinks,
  FoundRow,
  HolidayOut as Holiday,
  IdentityOut as Identity,
  InboxEntryOut as Notice,
  IntervalOut as Interval,
  LabelOut as Label,
  MailboxCheckOut as MailboxCheck,
  MailboxOut as Mailbox,
  MailDomainCheckOut as MailDomainCheck,
  MailDomainOut as MailDomain,
  MailPageOut as MailPage,
  MemberOut as Member,
  MeOut as Me,
  MergePreviewOut as MergePreview,
  MyWorkspaceOut as Workspace,
  NewTicketBody as NewTicket,
  NewWidgetOut as NewWidget,
  Order as Sort,
  PanelOut as AssistantPanel,
  Permission,
  PersonOut as Person,
  PortalOut as Portal,
  PreferencesOut as Preferences,
  PreviewOut as MailPreview,
  Priority,
  ProfileOut as Profile,
  PushSubscriptionOut as Subscribed,
  PushSubscriptionsOut as PushSubscriptions,
  PushTrialOut as PushTrial,
  RenderedOut as Rendered,
  ResolveBody as Resolving,
  SaidOut as Said,
  SeenOut as Seen,
  SessionOut as Session,
  SettingsOut as DeskSettings,
  SignedInOut as SignedIn,
  SignInRulesOut as SignInRules,
  SimilarOut as Similar,
  SlaOut as Sla,
  SlaPolicyOut as SlaPolicy,
  SlaStatus as SlaState,
  SlaTargetOut as SlaTarget,
  SnippetOut as Snippet,
  Status,
  SuggestionOut as Suggestion,
  SuspendedMailOut as SuspendedMail,
  TicketChangesBody as TicketChanges,
  TicketOut as ChangedTicket,
  TicketOut as Ticket,
  TicketRow,
  TicketsPage,
  TicketType,
  TimelineEntryOut as TimelineEntry,
  TokensOut as Tokens,
  UploadOut as Upload,
  ViewOut as View,
  WidgetOut as Widget,
  WishContactOut as WishContact,
  WishOut as Wish,
  WishQuestionOut as Question,
} from "./schema";
export {
  Channel as CHANNELS,
  EngineKind as ENGINES,
  NewMembers as NEW_MEMBERS,
  Order as SORTS,
  Priority as PRIORITIES,
  SecondFactor as SECOND_FACTOR,
  SingleSignOn as SSO,
  SlaStatus as SLA_STATES,
  Status as STATUSES,
  TicketsQuery as TICKETS_QUERY,
  TicketType as TYPES,
  Told,
} from "./schema";

/** What an authenticator app is set up by: the first of the two answers. */
export type Enrolment = { [K in "secret" | "uri" | "qr_svg" | "session"]: NonNullable<EnrolmentOut[K]> };
export type Role = MemberOut["role"];
/** Why the assistant's model was of no use, and the desk's own rules answered. */
export type Fallback = NonNullable<WishOut["fallback"]>;

/** One page of any list; `next_cursor` leads to the next. */
export interface Page<T> {
  items: T[];
  next_cursor: string | null;
}
