// What PostHog's server answers under /array/TOKEN/config.js.
window._POSTHOG_REMOTE_CONFIG = { phc_bench: { config: { surveys: true, supportedCompression: [], hasFeatureFlags: false }, siteApps: [] } };
