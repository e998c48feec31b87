/** What the entries of rules/data/sunset.yaml must and must not recognise: every text with exactly the ids that match it. */

export interface SunsetSample {
  readonly match: "url" | "header" | "env" | "call" | "option";
  readonly text: string;
  /** Package that the call comes from. */
  readonly module?: string;
  /** First argument of the call that the text is an option of. */
  readonly argument?: string;
  /** Empty: a look-alike. */
  readonly ids: readonly string[];
}

const sampler =
  (match: SunsetSample["match"]) =>
  (text: string, ...ids: readonly string[]): SunsetSample => ({ match, text, ids });
const url = sampler("url");
const header = sampler("header");
const env = sampler("env");

const of =
  (match: "call" | "option") =>
  (module: string, text: string, ...ids: readonly string[]): SunsetSample => ({ match, module, text, ids });
const call = of("call");
const option = of("option");

const GEMINI = "https://generativelanguage.googleapis.com/v1beta";

export const SUNSET_SAMPLES: readonly SunsetSample[] = [
  // Anthropic, OpenAI, Google
  call("@anthropic-ai/sdk", "default.completions.create", "anthropic-text-completions-call"),
  call("@anthropic-ai/sdk", "default.messages.create"),
  call("openai", "default.chat.completions.create"),
  url("https://api.anthropic.com/v1/complete", "anthropic-text-completions-url"),
  url("https://api.anthropic.com/v1/messages"),
  url("https://api.openai.com/v1/engines/${}/completions", "openai-engines-url"),
  url("https://api.openai.com/v1/edits", "openai-edits-url"),
  url("https://api.openai.com/v1/fine-tunes", "openai-fine-tunes-url"),
  url("https://api.openai.com/v1/fine_tuning/jobs"),
  url("https://api.openai.com/v1/chat/completions"),
  header("OpenAI-Beta: assistants=v1", "openai-assistants-v1-header"),
  header("openai-beta: assistants=v2", "openai-assistants-v2-header"),
  header("OpenAI-Beta: realtime=v1", "openai-realtime-v1-header"),
  call("openai", "OpenAI.beta.threads.runs.createAndPoll", "openai-assistants-call"),
  call("openai", "default.beta.assistants.create", "openai-assistants-call"),
  call("openai", "AzureOpenAI.beta.assistants.create"),
  call("openai", "OpenAI.beta.chat.completions.parse"),
  url("https://api.openai.com/v1/threads/${}/runs", "openai-assistants-url"),
  url("https://example.openai.azure.com/openai/threads"),
  call("openai", "OpenAI.videos.create", "openai-videos-call"),
  url("https://api.openai.com/v1/videos", "openai-videos-url"),
  call("openai", "OpenAI.evals.runs.create", "openai-evals-call"),
  url("https://api.openai.com/v1/evals", "openai-evals-url"),
  option("openai", "prompt.id=pmpt_123", "openai-prompts-option"),
  option("openai", "prompt=A cat"),
  url("https://api.openai.com/v1/prompts/${}", "openai-prompts-url"),
  call("openai", "OpenAI.audio.translations.create", "openai-audio-translations-call"),
  call("openai", "OpenAI.audio.transcriptions.create"),
  url("https://api.openai.com/v1/audio/translations", "openai-audio-translations-url"),
  url(`${GEMINI}/models/gemini-1.5-flash:generateContent`, "gemini-1-url"),
  url("models/gemini-pro", "gemini-1-url"),
  url("models/gemini-pro-latest"),
  url(`${GEMINI}/models/gemini-2.0-flash-lite:generateContent`, "gemini-2-0-url"),
  url(`${GEMINI}/models/gemini-2.5-flash:streamGenerateContent`, "gemini-2-5-url"),
  url(`${GEMINI}/models/gemini-2.5-flash-lite:generateContent`),
  url("https://us-central1-aiplatform.googleapis.com/v1/publishers/google/models/gemini-1.5-pro:generateContent"),
  // HubSpot
  url("https://api.hubapi.com/contacts/v1/lists?hapikey=${}", "hubspot-hapikey-url", "hubspot-crm-v1-v3"),
  url("https://api.hubapi.com/webhooks/v3/${}/settings?hapikey=${}", "hubspot-crm-v1-v3"),
  url("https://api.hubapi.com/automation/v4/actions/${}?hapikey=${}"),
  { match: "option", text: "params.hapikey=key", module: "axios", ids: ["hubspot-hapikey-parameter"] },
  {
    match: "option",
    text: "params.hapikey=key",
    module: "axios",
    argument: "https://api.hubapi.com/webhooks/v3/${}/subscriptions",
    ids: [],
  },
  option("@hubspot/api-client", "apiKey=process.env.HUBSPOT_API_KEY", "hubspot-client-api-key"),
  option("@hubspot/api-client", "accessToken=process.env.HUBSPOT_API_KEY"),
  option("algoliasearch", "apiKey=x"),
  call("@hubspot/api-client", "Client.setApiKey", "hubspot-client-set-api-key"),
  call("@sendgrid/mail", "default.setApiKey"),
  env("HUBSPOT_API_KEY"),
  url("https://api.hubapi.com/crm-pipelines/v1/pipelines/deals", "hubspot-pipelines-v1"),
  url("https://api.hubapi.com/oauth/v1/token", "hubspot-oauth-v1"),
  url("https://app.hubspot.com/oauth/authorize?client_id=${}"),
  url("https://api.hubapi.com/crm/v4/objects/contacts", "hubspot-crm-v4"),
  url("https://api.hubapi.com/crm/v3/objects/contacts", "hubspot-crm-v1-v3"),
  url("https://api.hubapi.com/crm/objects/2026-03/contacts"),
  // Buffer, Brevo, Notion, Plausible, Supabase
  url("https://api.bufferapp.com/1/updates/create.json", "buffer-rest-v1"),
  url("https://api.buffer.com"),
  url("https://api.brevo.com/v3/contacts/batch", "brevo-contacts-batch-url"),
  url("https://api.brevo.com/v3/contacts"),
  call("@getbrevo/brevo", "ContactsApi.updateBatchContacts", "brevo-contacts-batch-getbrevo-brevo"),
  call("sib-api-v3-sdk", "ContactsApi.updateBatchContacts", "brevo-contacts-batch-sib-api-v3-sdk"),
  call("@sendinblue/client", "ContactsApi.updateBatchContacts", "brevo-contacts-batch-sendinblue-client"),
  header("Notion-Version: 2022-06-28", "notion-version-header"),
  header("Notion-Version: 2025-09-03"),
  option("@notionhq/client", "notionVersion=2022-06-28", "notion-version-option"),
  call("@notionhq/client", "Client.databases.query", "notion-databases-query"),
  call("@notionhq/client", "Client.dataSources.query"),
  url("https://plausible.io/api/v1/stats/aggregate?site_id=${}", "plausible-stats-v1"),
  url("https://plausible.io/api/v2/query"),
  env("NEXT_PUBLIC_SUPABASE_ANON_KEY", "supabase-anon-key"),
  env("SUPABASE_SERVICE_ROLE_KEY", "supabase-service-role-key"),
  env("SUPABASE_URL"),
  url("https://api.supabase.com/v1/projects/${}/analytics/endpoints/logs.all", "supabase-logs-all"),
  // Firebase, Slack, Twilio, SendGrid, Stripe
  url("https://fcm.googleapis.com/fcm/send", "firebase-fcm-legacy-url"),
  url("https://fcm.googleapis.com/v1/projects/${}/messages:send"),
  header("Authorization: key=${}", "firebase-fcm-legacy-header"),
  header("Authorization: Bearer ${}"),
  call("firebase-admin", "default.messaging.sendToDevice", "firebase-admin-legacy-messaging"),
  call("firebase-admin", "default.messaging.sendEachForMulticast"),
  url("https://example.page.link/abc", "firebase-dynamic-links"),
  call("@slack/web-api", "WebClient.files.upload", "slack-files-upload-web-api"),
  call("@slack/bolt", "App.client.files.upload", "slack-files-upload-bolt"),
  call("@slack/client", "WebClient.files.upload", "slack-files-upload-client"),
  call("@slack/web-api", "WebClient.files.uploadV2"),
  call("@slack/web-api", "WebClient.filesUploadV2"),
  url("https://slack.com/api/files.upload", "slack-files-upload-url"),
  url("https://slack.com/api/files.getUploadURLExternal"),
  call("twilio", "default.chat.v2.services.channels.create", "twilio-chat-call"),
  call("twilio", "default.conversations.v1.conversations.create"),
  url("https://chat.twilio.com/v2/Services", "twilio-chat-url"),
  call("twilio", "default.notify.services.notifications.create", "twilio-notify-call"),
  url("https://notify.twilio.com/v1/Services", "twilio-notify-url"),
  url("https://api.twilio.com/2008-08-01/Accounts", "twilio-2008-api"),
  url("https://api.twilio.com/2010-04-01/Accounts"),
  url("https://media.twilio.com/v1/PlayerStreamers", "twilio-live-url"),
  url("https://api.authy.com/protected/json/users/new", "twilio-authy"),
  url("https://api.sendgrid.com/v3/contactdb/lists", "sendgrid-contactdb"),
  url("/v3/marketing/segments/${}", "sendgrid-segments-v1"),
  url("https://api.sendgrid.com/v3/marketing/segments/2.0"),
  call("stripe", "default.sources.create", "stripe-sources"),
  call("stripe", "default.paymentIntents.create"),
  // X, Meta, LinkedIn
  url("https://api.twitter.com/1.1/statuses/update.json", "twitter-v1-1"),
  url("https://api.twitter.com/2/tweets"),
  url("https://graph.facebook.com/v2.12/me", "meta-graph-v12"),
  ...[13, 14, 15, 16, 17, 18, 19, 20, 21, 22, 23, 24, 25].map((version) =>
    url(`https://graph.facebook.com/v${version}.0/\${}/messages`, `meta-graph-v${version}`),
  ),
  url("https://graph.instagram.com/v19.0/me/media", "meta-graph-v19"),
  // Sign-in dialogs have the versions of the Graph API.
  url("https://www.facebook.com/v13.0/dialog/oauth?client_id=${}", "meta-graph-v13"),
  url("https://www.facebook.com/v26.0/dialog/oauth"),
  url("https://graph.facebook.com/v26.0/me"),
  url("https://graph.facebook.com/me"),
  url("user_profile,user_media", "instagram-basic-display"),
  url("user_profile"),
  header("LinkedIn-Version: 202305", "linkedin-202406"),
  header("Linkedin-Version: 202503", "linkedin-202509"),
  ...["202407", "202408", "202409", "202410", "202411", "202510", "202511", "202601", "202602", "202603"].map((month) =>
    header(`LinkedIn-Version: ${month}`, `linkedin-${month}`),
  ),
  header("LinkedIn-Version: 202609"),
  // Shopify, Auth0, GitHub, Zoom, Airtable, Zendesk
  ...["2025-04", "2025-07", "2025-10", "2026-01", "2026-04", "2026-07", "2026-10"].flatMap((version) => [
    url(`https://\${}/admin/api/${version}/graphql.json`, `shopify-${version}-url`),
    ...["shopify-api", "admin-api-client", "shopify-app-remix", "shopify-app-react-router", "shopify-app-express"].map(
      (name) => option(`@shopify/${name}`, `apiVersion=${version}`, `shopify-${version}-${name}`),
    ),
  ]),
  url("https://shop.myshopify.com/api/2023-01/graphql.json", "shopify-2025-04-url"),
  option("@shopify/shopify-app-remix", "apiVersion=ApiVersion.January24", "shopify-2025-04-shopify-app-remix"),
  option("@shopify/shopify-app-remix", "apiVersion=ApiVersion.July25", "shopify-2025-07-shopify-app-remix"),
  option("stripe", "apiVersion=2025-07-30.basil"),
  url("/api/2025-04/report"),
  url("https://${}/admin/api/2027-01/script_tags.json", "shopify-script-tags"),
  call("auth0", "ManagementClient.rules.create", "auth0-rules-call"),
  call("auth0", "ManagementClient.actions.create"),
  url("https://acme.eu.auth0.com/api/v2/rules", "auth0-rules-url"),
  url("/api/v2/rules"),
  option("@octokit/rest", "auth.password=x", "github-password-auth"),
  option("@octokit/core", "auth.password=x", "github-password-auth-core"),
  option("@octokit/rest", "auth=process.env.GITHUB_TOKEN"),
  url("https://api.github.com/authorizations", "github-authorizations"),
  url("https://api.github.com/user?access_token=${}", "github-access-token-query"),
  url("https://graph.facebook.com/me?access_token=${}"),
  url("https://api.github.com/applications/${}/tokens/${}", "github-oauth-applications"),
  url("https://api.github.com/applications/${}/token"),
  env("ZOOM_JWT_TOKEN", "zoom-jwt-env"),
  env("ZOOM_CLIENT_SECRET"),
  env("AIRTABLE_API_KEY", "airtable-api-key-env"),
  url("${}/token:${}", "zendesk-api-token-url"),
  url("https://example.com/oauth/token"),
  env("ZENDESK_API_TOKEN", "zendesk-api-token-env"),
];
