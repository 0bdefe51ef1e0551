-- Home's rows, each from its own order.
CREATE INDEX title_movies ON title (sort_key, id) WHERE kind = 'movie';
CREATE INDEX title_clips ON title (sort_key, id) WHERE show_key IS NULL AND kind <> 'movie';
CREATE INDEX progress_begun ON progress (viewer, updated_ms) WHERE watched = 0;
CREATE INDEX progress_watched ON progress (viewer, updated_ms) WHERE watched = 1;
