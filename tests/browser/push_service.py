"""A push service for a browser that can reach none."""

from __future__ import annotations

ENDPOINT = "https://fcm.googleapis.com/fcm/send/carla"
SUBSCRIBES = """([endpoint, keys]) => {
  let key = null;
  const subscription = () => ({
    endpoint, options: {applicationServerKey: key}, toJSON: () => ({endpoint, keys}),
    unsubscribe: async () => { key = null; return true; },
  });
  PushManager.prototype.getSubscription = async () => (key ? subscription() : null);
  PushManager.prototype.subscribe = async ({applicationServerKey}) => {
    const text = applicationServerKey.replaceAll("-", "+").replaceAll("_", "/");
    key = Uint8Array.from(atob(text), sign => sign.charCodeAt(0)).buffer;
    return subscription();
  };
}"""
"""The browser's push service is out of reach here: it subscribes by itself."""
