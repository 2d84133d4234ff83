/** The one version of the API that everything here is written for. https://docs.stripe.com/upgrades */
export const STRIPE_VERSION = '2026-10-28.endive'
