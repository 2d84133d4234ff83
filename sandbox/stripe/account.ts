import type Stripe from 'stripe'

/** The key printed for users of the sandbox; any other `sk_test_…` key opens the same account. */
export const SANDBOX_API_KEY = 'sk_test_northwindCloudSandbox0000000001'

/** The one account of the stand-in, as `GET /v1/account` gives it. */
export const ACCOUNT: Stripe.Account = {
  id: 'acct_1NorthwindCloud1',
  object: 'account',
  business_profile: {
    mcc: '5734',
    minority_owned_business_designation: null,
    name: 'Northwind Cloud',
    specified_commercial_transactions_act_url: null,
    support_address: null,
    support_email: 'support@northwind-cloud.test',
    support_phone: null,
    support_url: null,
    url: 'https://northwind-cloud.test',
  },
  business_type: 'company',
  capabilities: { card_payments: 'active', transfers: 'active' },
  charges_enabled: true,
  country: 'US',
  created: 1672531200,
  default_currency: 'usd',
  details_submitted: true,
  email: 'owner@northwind-cloud.test',
  metadata: {},
  payouts_enabled: true,
  type: 'standard',
}
