"""Addresses of boards, topics, posts and what is on its way into them."""

from django.urls import path

from forum.discussions.views import (
    acts,
    boards,
    drafts,
    files,
    following,
    marks,
    mentions,
    posts,
    previews,
    seen,
    titles,
    topics,
    writing,
)

urlpatterns = [
    path("new/", boards.choose_board, name="new-topic"),
    path("t/<int:topic_id>/", topics.topic, name="topic-bare"),
    path("t/<int:topic_id>/reply/", writing.reply, name="reply"),
    path("t/<int:topic_id>/seen/", seen.seen, name="seen"),
    path("t/<int:topic_id>/follow/", following.follow, name="follow"),
    path("t/<int:topic_id>/unfollow/", following.unfollow, name="unfollow"),
    path("t/<int:topic_id>/lock/", marks.lock, name="lock"),
    path("t/<int:topic_id>/unlock/", marks.unlock, name="unlock"),
    path("t/<int:topic_id>/pin/", marks.pin, name="pin"),
    path("t/<int:topic_id>/unpin/", marks.unpin, name="unpin"),
    path("t/<int:topic_id>/title/", titles.retitle, name="topic-title"),
    path("t/<int:topic_id>/<str:slug>/", topics.topic, name="topic"),
    path("t/<int:topic_id>/<str:slug>/unread/", topics.unread, name="unread"),
    path("t/<int:topic_id>/<str:slug>/<int:number>/", topics.topic, name="post"),
    path("posts/<int:post_id>/reactions/<str:kind>/", marks.react, name="reaction"),
    path(
        "posts/<int:post_id>/reactions/<str:kind>/remove/", marks.take_back_reaction, name="reaction-remove"
    ),
    path("posts/<int:post_id>/bookmark/", marks.bookmark, name="bookmark"),
    path("posts/<int:post_id>/bookmark/remove/", marks.drop_bookmark, name="bookmark-remove"),
    path("posts/<int:post_id>/accept/", marks.accept, name="accept"),
    path("posts/<int:post_id>/accept/remove/", marks.unaccept, name="accept-remove"),
    path("posts/<int:post_id>/acts/", acts.acts, name="post-acts"),
    path("posts/<int:post_id>/edit/", posts.edit, name="post-edit"),
    path("posts/<int:post_id>/remove/", posts.remove, name="post-remove"),
    path("posts/<int:post_id>/history/", posts.history, name="post-history"),
    path("posts/<int:post_id>/quotation/", posts.quotation, name="quotation"),
    path("preview/", previews.preview, name="preview"),
    path("mentions/", mentions.mentions, name="mentions"),
    path("drafts/", drafts.drafts, name="drafts"),
    path("drafts/<int:draft_id>/remove/", drafts.drop, name="draft-remove"),
    path("uploads/", files.uploads, name="uploads"),
    path("files/<uuid:file_id>/<str:name>", files.file, name="file"),
    path("c/<slug:community_slug>/<slug:board_slug>/", boards.board, name="board"),
    path("c/<slug:community_slug>/<slug:board_slug>/start/", writing.start, name="start-topic"),
    path("c/<slug:community_slug>/<slug:board_slug>/read/", boards.caught_up, name="board-read"),
]
