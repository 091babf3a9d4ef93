/* A shop of several pages whose bodies Turbo swaps. */
import "@hotwired/turbo";
