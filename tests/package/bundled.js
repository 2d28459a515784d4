// All that an app has to say for a bundler to take the package along.
import "sayso-widget";
