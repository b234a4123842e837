# paths.rb SITE - what Jekyll would write for SITE, one line each: kind, URL, written file, source; nothing is rendered.
require "jekyll"
require "jekyll-redirect-from"

# Safe mode, as on GitHub Pages: no plugins of the site's own, no links out of the tree.
def settings(root)
  { "source" => root, "quiet" => true, "disable_disk_cache" => true, "safe" => true, "plugins" => [], "whitelist" => [] }
end

HTML = [".html", ".htm", ".xhtml"].freeze

# "template": what has front matter and is no HTML on the web.
def kind(item)
  return "file" if item.is_a?(Jekyll::StaticFile)
  return "redirect" if item.is_a?(JekyllRedirectFrom::RedirectPage) || item.data["redirect_to"]
  return "template" unless HTML.include?(item.output_ext)
  return "page" if item.is_a?(Jekyll::Page)

  item.collection.label == "posts" ? "post" : "document"
end

Jekyll.logger.log_level = :error
Dir.chdir(ARGV.fetch(0)) # a destination is relative to where one stands
configuration = Jekyll.configuration(settings(Dir.pwd))
configuration.delete("theme") # need not be installed
site = Jekyll::Site.new(configuration)
site.reset
site.read
site.generate
(site.pages + site.static_files + site.docs_to_write).each do |item|
  next if item.respond_to?(:write?) && !item.write?

  # A document's own path leaves out the folder of all collections.
  source = item.is_a?(Jekyll::Document) ? item.path.delete_prefix(site.source) : item.relative_path
  puts [kind(item), item.url, item.destination("/"), source].join("\t")
end
